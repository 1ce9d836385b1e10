using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>There is no connection to speak over.</summary>
internal static class ConnectionFaults
{
    public static readonly Fault[] All =
    [
        Fault.Unanswered("the connection is refused", "connect") with { Connect = RefuseAsync },
        Fault.Unanswered("the connection is refused once", "connect") with { Connect = RefuseAsync, Times = 1, Event = Cell.Again },
        Fault.Unanswered("the host's name is gone from DNS", "name_resolution") with
        {
            Connect = _ => throw new SocketException((int)SocketError.HostNotFound),
        },
        Fault.Late("nothing answers the attempt to connect") with { Connect = cancellation => Task.Delay(Timeout.Infinite, cancellation) },
        Fault.Unanswered("the connection is closed before TLS", "tls") with { Accept = (_, _) => Task.CompletedTask },
        Fault.Unanswered("the TLS handshake is reset", "tls") with { Accept = ResetAsync },
        Fault.Unanswered("the TLS handshake is reset once", "tls") with { Accept = ResetAsync, Times = 1, Event = Cell.Again },
        Fault.Late("the TLS handshake stands still") with { Accept = UntilClosedAsync },
        Fault.Unanswered("plain HTTP is spoken instead of TLS", "tls") with { Accept = SpeakPlainAsync },
        Fault.Unanswered("the certificate is for another name", "tls") with { Certificate = UpstreamCertificate.ForAnotherName },
        Fault.Unanswered("the certificate has expired", "tls") with { Certificate = UpstreamCertificate.Expired },
        Fault.Unanswered("the certificate is from an unknown authority", "tls") with { Certificate = UpstreamCertificate.OfAStranger },
    ];

    private static async Task RefuseAsync(CancellationToken cancellation)
    {
        // Bound, so that nobody else is there, and not listening.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(nobody.LocalEndPoint!, cancellation);
    }

    private static async Task ResetAsync(Socket socket, CancellationToken cancellation)
    {
        await socket.ReceiveAsync(new byte[1], cancellation);
        socket.LingerState = new LingerOption(true, 0);
    }

    private static async Task UntilClosedAsync(Socket socket, CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, cancellation) > 0)
        {
        }
    }

    private static async Task SpeakPlainAsync(Socket socket, CancellationToken cancellation)
    {
        await socket.ReceiveAsync(new byte[4096], cancellation);
        await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellation);
        await UntilClosedAsync(socket, cancellation);
    }
}
