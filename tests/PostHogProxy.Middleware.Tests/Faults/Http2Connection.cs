using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>The server's side of one HTTP/2 connection: enough of RFC 9113 to answer a client, and to do so wrongly.</summary>
internal sealed class Http2Connection(
    Socket socket, Stream wire, Func<Http2Exchange, Task> answer, Action<long> bodyIsWhole, Task halfway, CancellationToken end)
    : IDisposable
{
    private const short InitialWindowSize = 4;
    private const int PrefaceLength = 24;

    private readonly ConcurrentDictionary<int, Http2Exchange> _exchanges = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly WireReader _reader = new(wire);

    /// <summary>A greeting with all the window there is: no body ever waits for a window update.</summary>
    public static readonly Http2Frame[] Greeting =
    [
        Http2Frame.Settings((InitialWindowSize, int.MaxValue)),
        Http2Frame.Number(FrameType.WindowUpdate, 0, int.MaxValue - 65_535),
    ];

    /// <summary>Serves until either side ends the connection.</summary>
    public async Task RunAsync(Http2Frame[] greeting)
    {
        var answering = new List<Task>();
        if (await _reader.ReadAsync(new byte[PrefaceLength], end))
        {
            await GreetAsync(greeting);
            while (await NextAsync() is { } frame)
            {
                await TakeAsync(frame, answering);
            }
        }

        foreach (var exchange in _exchanges.Values)
        {
            exchange.End();
        }

        await Task.WhenAll(answering);
    }

    public async Task GreetAsync(Http2Frame[] greeting)
    {
        foreach (var frame in greeting)
        {
            await SendAsync(frame);
        }
    }

    public void Forget(int stream) => _exchanges.TryRemove(stream, out _);

    public async Task SendAsync(Http2Frame frame)
    {
        await _writing.WaitAsync(end);
        try
        {
            await wire.WriteAsync(frame.Wire(), end);
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // The connection is gone; the reading side says so.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the connection, without a word or with a TCP reset.</summary>
    public void Close(bool withReset = false)
    {
        socket.LingerState = new LingerOption(withReset, 0);
        socket.Close();
    }

    public void Dispose() => _writing.Dispose();

    private async Task<Http2Frame?> NextAsync()
    {
        var head = new byte[9];
        if (!await _reader.ReadAsync(head, end))
        {
            return null;
        }

        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head) >> 8];
        var isWhole = await _reader.ReadAsync(payload, end);
        return isWhole ? new((FrameType)head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload) : null;
    }

    private async Task TakeAsync(Http2Frame frame, List<Task> answering)
    {
        switch (frame.Type)
        {
            case FrameType.Headers:
                var exchange = new Http2Exchange(this, frame.Stream, bodyIsWhole, halfway);
                _exchanges[frame.Stream] = exchange;
                if (frame.IsEnd)
                {
                    exchange.Received(0, isEnd: true);
                }

                answering.Add(answer(exchange));
                break;
            case FrameType.Data when _exchanges.TryGetValue(frame.Stream, out var receiving):
                receiving.Received(frame.Payload.Length, frame.IsEnd);
                break;
            case FrameType.Reset when _exchanges.TryGetValue(frame.Stream, out var reset):
                reset.End();
                break;
            case FrameType.Settings or FrameType.Ping when !frame.IsEnd:
                var acknowledged = frame.Type == FrameType.Ping ? frame.Payload : [];
                await SendAsync(frame with { Flags = Http2Frame.End, Payload = acknowledged });
                break;
            default:
                break;
        }
    }
}
