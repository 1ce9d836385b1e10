using System.Net;
using System.Net.Sockets;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>There is no connection to speak over.</summary>
internal static class ConnectionFaults
{
    // It never arrived, so the event is sent once more; a replay is not kept.
    private static readonly Cell Again = new("200", Asked: 2);

    public static readonly Fault[] All =
    [
        Row("the connection is refused", "connect") with { Connect = RefuseAsync },
        Row("the connection is refused once", "connect") with { Connect = RefuseAsync, Times = 1, Event = Again },
        Row("the host's name is gone from DNS", "name_resolution") with
        {
            Connect = _ => throw new SocketException((int)SocketError.HostNotFound),
        },
        Late("nothing answers the attempt to connect") with { Connect = cancellation => Task.Delay(Timeout.Infinite, cancellation) },
        Row("the connection is closed before TLS", "tls") with { Accept = (_, _) => Task.CompletedTask },
        Row("the TLS handshake is reset", "tls") with { Accept = ResetAsync },
        Row("the TLS handshake is reset once", "tls") with { Accept = ResetAsync, Times = 1, Event = Again },
        Late("the TLS handshake stands still") with { Accept = UntilClosedAsync },
        Row("plain HTTP is spoken instead of TLS", "tls") with { Accept = SpeakPlainAsync },
        Row("the certificate is for another name", "tls") with { Certificate = UpstreamCertificate.ForAnotherName },
        Row("the certificate has expired", "tls") with { Certificate = UpstreamCertificate.Expired },
        Row("the certificate is from an unknown authority", "tls") with { Certificate = UpstreamCertificate.OfAStranger },
    ];

    private static Fault Row(string name, string failure) => new(name)
    {
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("502", failure, asked: 2),
        Event = Cell.Failed("502", failure, asked: 2),
        Replay = Cell.Failed("502", failure),
    };

    // A second attempt would take as long again.
    private static Fault Late(string name) => new(name)
    {
        Stalls = true,
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("504", "timeout", asked: 2),
        Event = Cell.Failed("504", "timeout"),
        Replay = Cell.Failed("504", "timeout"),
    };

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
