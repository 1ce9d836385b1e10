using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>What a visitor asks for.</summary>
internal enum Ask
{
    /// <summary>The SDK's loader, by GET.</summary>
    Script,

    /// <summary>A small POST of known length.</summary>
    Event,

    /// <summary>A chunked POST of 20 MB.</summary>
    Replay,
}

/// <summary>
/// A browser in plain sockets: it reads the answer while it still sends, and tells a complete answer from one that was broken off.
/// </summary>
internal static class Visitor
{
    public const string BrokenOff = "broken off";
    public const int ReplayBytes = 20 * 1024 * 1024;

    public static readonly string EventBody = """{"api_key":"phc_x","event":"x","distinct_id":"ada","uuid":"0193a5c0-0000-7000-8000-000000000003"}""";

    // An answer that has not come by then never comes: every timeout of the proxy under test is far below.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly byte[] Chunk = [.. Encoding.ASCII.GetBytes("10000\r\n"), .. new byte[0x10000], .. "\r\n"u8];

    /// <summary>The status and, where there is one, Retry-After; or that the answer was broken off.</summary>
    /// <param name="port">The app's.</param>
    /// <param name="ask">What is asked for.</param>
    /// <param name="onHead">Called when the head of the answer is there.</param>
    public static async Task<string> AskAsync(int port, Ask ask, Action? onHead = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        await using var stream = new NetworkStream(socket);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var sending = SendAsync(stream, ask, answered.Token);
        try
        {
            return await ReadAsync(new WireReader(stream), onHead, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return "no end";
        }
        finally
        {
            await answered.CancelAsync();
            await sending;
        }
    }

    private static async Task SendAsync(NetworkStream stream, Ask ask, CancellationToken cancellation)
    {
        var head = ask switch
        {
            Ask.Script => "GET /k3fw/static/array.js HTTP/1.1\r\n",
            Ask.Event => $"POST /k3fw/e/ HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: {EventBody.Length}\r\n",
            _ => "POST /k3fw/s/ HTTP/1.1\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n",
        };
        try
        {
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"{head}Host: shop.example\r\nConnection: close\r\n\r\n{(ask == Ask.Event ? EventBody : "")}"), cancellation);
            if (ask == Ask.Replay)
            {
                for (var sent = 0; sent < ReplayBytes; sent += 0x10000)
                {
                    await stream.WriteAsync(Chunk, cancellation);
                }

                await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellation);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The answer is there, or the connection is gone; either is told by reading.
        }
    }

    private static async Task<string> ReadAsync(WireReader reader, Action? onHead, CancellationToken cancellation)
    {
        if (await reader.HeadAsync(cancellation) is not { } head)
        {
            return BrokenOff;
        }

        onHead?.Invoke();
        var status = int.Parse(head[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        if (status is not (204 or 304) && await reader.BodyAsync(head, cancellation) is null)
        {
            return BrokenOff;
        }

        return WireReader.Header(head, "Retry-After") is { } wait ? $"{status}, Retry-After {wait}" : $"{status}";
    }
}
