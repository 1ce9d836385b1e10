using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Forwarding.Connecting;

/// <summary>One TCP connection to one address.</summary>
internal static class SocketConnection
{
    public static async Task<Stream> OpenAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        // An event is one small write; Nagle's algorithm would hold it back.
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
