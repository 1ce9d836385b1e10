using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostHogProxy.SideBySide;

/// <summary>Browsers that have sent an event and keep their connection: what nearly ten thousand of them cost in memory.</summary>
internal static class IdleConnections
{
    // As many as fit under a limit of 20,000 files a process, which some containers have: HAProxy wants two for each.
    public const int Count = 9_800;

    private static readonly byte[] Event = Encoding.ASCII.GetBytes(
        "POST /k3fw/e/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");

    /// <summary>The working set before and with the connections, in MiB.</summary>
    public static async Task<(double Before, double With)> MeasureAsync(RunningPeer peer)
    {
        var before = peer.Process.WorkingSet;
        var sockets = new List<Socket>(Count);
        try
        {
            var buffer = new byte[4096];
            for (var i = 0; i < Count; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, peer.Address.Port);
                await socket.SendAsync(Event);
                if (await socket.ReceiveAsync(buffer) == 0)
                {
                    throw new InvalidOperationException($"{peer.Peer.Name} closed connection {i}.");
                }
            }

            return (before, peer.Process.WorkingSet);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }
}
