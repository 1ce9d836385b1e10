using System.Net.Security;
using System.Net.Sockets;

namespace PostHogProxy.SideBySide.Host;

/// <summary>PostHog's hosts by their names, on a port of this machine, with the one certificate of the run.</summary>
internal static class LoopbackUpstream
{
    public static void Use(SocketsHttpHandler handler, int port, string thumbprint)
    {
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == thumbprint,
        };
    }
}
