using System.Net;
using System.Net.Sockets;
using System.Text;
using PostHogProxy.Middleware.Tests.Faults;

namespace PostHogProxy.Middleware.Tests.Leaving;

/// <summary>One visitor who begins to upload a replay and does not come to its end.</summary>
internal static class LeavingVisitor
{
    // Above what is taken in whole, so that it streams.
    private const int Announced = 400_000;
    private const int Sent = 30_000;

    public static Task LeaveAsync(string how, LeavingShop shop, string query) => how switch
    {
        "TCP reset" => Http1Async(shop, query, isChunked: false, socket => socket.LingerState = new LingerOption(true, 0)),
        "TCP reset of a chunked upload" => Http1Async(shop, query, isChunked: true, socket => socket.LingerState = new LingerOption(true, 0)),
        "close" => Http1Async(shop, query, isChunked: false, _ => { }),
        "FIN" => Http1Async(shop, query, isChunked: false, socket => socket.Shutdown(SocketShutdown.Send), waits: true),
        "FIN in a chunked upload" => Http1Async(shop, query, isChunked: true, socket => socket.Shutdown(SocketShutdown.Send), waits: true),
        "stands still" => Http1Async(shop, query, isChunked: false, _ => { }, waits: true),
        "RST_STREAM" => Http2Async(shop, query, Http2Frame.Number(FrameType.Reset, 1, (int)Http2Error.Cancel)),
        "HTTP/2 connection closed" => Http2Async(shop, query, last: null),
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "Nobody leaves like that."),
    };

    private static async Task Http1Async(LeavingShop shop, string query, bool isChunked, Action<Socket> end, bool waits = false)
    {
        using var socket = await ConnectAsync(shop.Http1Port);
        var length = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Announced}";
        await SendAsync(socket, Encoding.ASCII.GetBytes(
            $"POST /k3fw/s/{query} HTTP/1.1\r\nHost: shop.example\r\nContent-Type: text/plain\r\n{length}\r\n\r\n" + (isChunked ? $"{Announced:x}\r\n" : "")));
        await SendAsync(socket, new byte[Sent]);
        await shop.UntilArrivedAsync(query);
        end(socket);
        if (waits)
        {
            await ReadToEndAsync(socket);
        }
    }

    private static async Task Http2Async(LeavingShop shop, string query, Http2Frame? last)
    {
        using var socket = await ConnectAsync(shop.Http2Port);
        await SendAsync(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await SendAsync(socket, Http2Frame.Settings().Wire());
        await SendAsync(socket, Http2Frame.Headers(
            1, isEnd: false, (":method", "POST"), (":scheme", "http"), (":authority", "shop.example"), (":path", $"/k3fw/s/{query}"),
            ("content-type", "text/plain"), ("content-length", $"{Announced}")).Wire());
        await SendAsync(socket, new Http2Frame(FrameType.Data, 0, 1, new byte[16_000]).Wire());
        await shop.UntilArrivedAsync(query);
        if (last is { } frame)
        {
            await SendAsync(socket, frame.Wire());
            socket.Shutdown(SocketShutdown.Send);
            await ReadToEndAsync(socket);
        }
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), TestContext.Current.CancellationToken);
        }
    }

    private static async Task ReadToEndAsync(Socket socket)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[1000], TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The server has broken it off: the same to this visitor.
        }
    }
}
