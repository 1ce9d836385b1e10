using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PostHogProxy.Outbox.Tests.Bodies;

/// <summary>A visitor who sends what no browser would: a part of a body, or a body in portions of the test's.</summary>
internal sealed class RawVisitor : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <param name="app">Where the app listens.</param>
    /// <param name="announced">The length that the head announces; null for a body in chunks.</param>
    public static async Task<RawVisitor> BeginAsync(Uri app, long? announced)
    {
        var visitor = new RawVisitor();
        await visitor._socket.ConnectAsync(app.Host, app.Port, TestContext.Current.CancellationToken);
        var length = announced is { } bytes ? $"Content-Length: {bytes.ToString(CultureInfo.InvariantCulture)}" : "Transfer-Encoding: chunked";
        await visitor.SendAsync(Encoding.ASCII.GetBytes($"POST /shop/s/ HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n{length}\r\n\r\n"));
        return visitor;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
        }
    }

    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync(Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
        await SendAsync(bytes);
        await SendAsync("\r\n"u8.ToArray());
    }

    /// <summary>The status of the answer.</summary>
    public async Task<int> StatusAsync()
    {
        var buffer = new byte[64];
        var read = 0;
        while (read < "HTTP/1.1 200".Length)
        {
            var more = await _socket.ReceiveAsync(buffer.AsMemory(read), TestContext.Current.CancellationToken);
            read += more > 0 ? more : throw new IOException("The app has closed the connection.");
        }

        return int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket.Dispose();
}
