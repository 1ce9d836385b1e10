using System.Net;

namespace PostHogProxy.Forwarding;

/// <summary>
/// The visitor's address as PostHog is told it. It is the connection's, after the app's forwarded-headers middleware; what the request
/// itself claims is never believed. Without it every visitor sits in the city of the server and in one rate-limit bucket.
/// </summary>
internal static class ClientAddress
{
    /// <summary>The text of <c>X-Forwarded-For</c>; null where the connection has no address (a Unix socket, a test server).</summary>
    public static string? Of(IPAddress? remote) =>
        remote is null ? null
        : remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4().ToString()
        : remote.ScopeIdIsSet() ? new IPAddress(remote.GetAddressBytes()).ToString()
        : remote.ToString();

    // "fe80::1%eth0" names an interface of this machine.
    private static bool ScopeIdIsSet(this IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && address.ScopeId != 0;
}
