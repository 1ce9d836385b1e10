using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Admission.Visitors;

/// <summary>Who is at the other end of the connection, and whether the app has put another address in its place.</summary>
/// <param name="IsReplaced">Whether the address that the app sees is no longer the connection's.</param>
/// <param name="IsNear">Whether it is on this machine or in a private network. No visitor from the internet is, so it speaks for others.</param>
internal readonly record struct ConnectionPeer(bool IsReplaced, bool IsNear)
{
    // The forwarded-headers middleware leaves the address it replaced under this name. Anybody else may write it too.
    private const string OriginalFor = "X-Original-For";

    public static ConnectionPeer Of(HttpContext context)
    {
        var shown = context.Connection.RemoteIpAddress;
        return EndPoint(context) switch
        {
            // The middleware also writes the port, so a replacement by the same address is seen.
            IPEndPoint actual => new(!IsSame(actual.Address, shown) || actual.Port != context.Connection.RemotePort, IsPrivate(actual.Address)),

            // A Unix socket or a pipe has no address.
            { } => new(shown is not null, IsNear: true),

            // IIS, HTTP.sys and HTTP/3 do not show the socket, and the header is all there is to go by.
            null when IPEndPoint.TryParse(context.Request.Headers[OriginalFor].ToString(), out _) => new(IsReplaced: true, IsNear: false),
            null => new(IsReplaced: false, shown is not null && IsPrivate(shown)),
        };
    }

    public static bool IsSame(IPAddress address, IPAddress? other) => other is not null && address.MapToIPv6().Equals(other.MapToIPv6());

    private static EndPoint? EndPoint(HttpContext context)
    {
        try
        {
            return context.Features.Get<IConnectionSocketFeature>()?.Socket.RemoteEndPoint;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            // The visitor has left.
            return null;
        }
    }

    // RFC 1918, RFC 3927, RFC 6598 and RFC 4193.
    private static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal)
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6) && (bytes[12], bytes[13]) switch
        {
            (10 or 127, _) or (192, 168) or (169, 254) => true,
            (172, var second) => second is >= 16 and <= 31,
            (100, var second) => second is >= 64 and <= 127,
            _ => false,
        };
    }
}
