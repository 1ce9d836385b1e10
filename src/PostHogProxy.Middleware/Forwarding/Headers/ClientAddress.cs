using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>
/// The visitor's address as PostHog is told it. It is the connection's, after the app's forwarded-headers middleware; what the request
/// itself claims is never believed. Without it every visitor sits in the city of the server and in one rate-limit bucket.
/// </summary>
internal static class ClientAddress
{
    /// <summary>Characters of the longest address.</summary>
    public const int Longest = 64;

    private const int TruncatedIPv4 = 24 / 8;
    private const int TruncatedIPv6 = 48 / 8;

    /// <summary>
    /// Writes the text of <c>X-Forwarded-For</c>; false where nothing is told, or the connection has no address (a Unix socket, a test server).
    /// </summary>
    public static bool TryWrite(IPAddress? remote, ClientAddressMode mode, Span<char> to, out int length)
    {
        length = 0;
        if (remote is null || mode == ClientAddressMode.Omit)
        {
            return false;
        }

        // A dual-stack socket shows an IPv4 visitor as ::ffff:203.0.113.7, which databases of places do not know.
        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        address = mode == ClientAddressMode.Truncate || HasScope(address) ? new IPAddress(Bytes(address, mode)) : address;
        return address.TryFormat(to, out length);
    }

    // "fe80::1%eth0" names an interface of this machine.
    private static bool HasScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0;

    private static byte[] Bytes(IPAddress address, ClientAddressMode mode)
    {
        var bytes = address.GetAddressBytes();
        if (mode == ClientAddressMode.Truncate)
        {
            bytes.AsSpan(address.AddressFamily == AddressFamily.InterNetwork ? TruncatedIPv4 : TruncatedIPv6).Clear();
        }

        return bytes;
    }
}
