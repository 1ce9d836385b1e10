using System.Text;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>The server's side of one connection, frame by frame. It does nothing that a test does not ask for.</summary>
internal sealed class RawServer(Stream stream, CancellationToken bound) : IDisposable
{
    /// <summary>RFC 9113, section 3.4.</summary>
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private readonly byte[] _header = new byte[9];
    private readonly Queue<WireFrame> _early = new();

    public WireHpackReader Hpack { get; } = new();

    /// <summary>Whether the preface is still to be read, before the first frame.</summary>
    public bool IsBeforePreface { get; set; }

    /// <summary>What the client said of itself in the frames before its first acknowledgement.</summary>
    public List<WireFrame> Opening { get; } = [];

    public long ConnectionWindow => 65_535 + Opening.Where(static frame => frame is { Kind: WireKind.WindowUpdate, Stream: 0 }).Sum(static frame => frame.Number());

    public async Task ReadPrefaceAsync()
    {
        var preface = new byte[Preface.Length];
        await stream.ReadExactlyAsync(preface, bound);
        Assert.Equal(Preface, Encoding.ASCII.GetString(preface));
    }

    /// <summary>Both sides' settings are known and acknowledged.</summary>
    public async Task ShakeHandsAsync(params (ushort Setting, uint Value)[] settings)
    {
        await ReadPrefaceAsync();
        await SendAsync(Frames.Settings(settings), Frames.SettingsAck());
        foreach (var frame in await UntilAsync(static frame => frame is { Kind: WireKind.Settings, Flags: WireFlag.Ack }))
        {
            if (frame.Stream == 0)
            {
                Opening.Add(frame);
            }
            else
            {
                _early.Enqueue(frame);
            }
        }
    }

    public Task SendAsync(params WireFrame[] frames) => SendBytesAsync([.. frames.SelectMany(static frame => frame.ToBytes())]);

    public async Task SendBytesAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes, bound);
        await stream.FlushAsync(bound);
    }

    /// <summary>Nothing where the client has closed the connection.</summary>
    public async Task<WireFrame?> ReadAsync()
    {
        if (_early.TryDequeue(out var early))
        {
            return early;
        }

        try
        {
            if (IsBeforePreface)
            {
                IsBeforePreface = false;
                await ReadPrefaceAsync();
            }

            var length = await stream.ReadAtLeastAsync(_header, 9, throwOnEndOfStream: false, bound);
            if (length == 0)
            {
                return null;
            }

            Assert.Equal(9, length);
            var payload = new byte[_header[0] << 16 | _header[1] << 8 | _header[2]];
            var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(5));
            Assert.True(number < 0x8000_0000, "The reserved bit must be 0 when a frame is sent.");
            await stream.ReadExactlyAsync(payload, bound);
            return new(_header[3], _header[4], number, payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The frames up to the first of this kind, which is the last of the list.</summary>
    public async Task<List<WireFrame>> UntilAsync(Predicate<WireFrame> last)
    {
        var frames = new List<WireFrame>();
        while (true)
        {
            var frame = await ReadAsync();
            Assert.True(frame is not null, $"The client closed the connection after: {string.Join("; ", frames)}.");
            frames.Add(frame);
            if (last(frame))
            {
                return frames;
            }
        }
    }

    public async Task<WireFrame> NextAsync(byte kind) => (await UntilAsync(frame => frame.Kind == kind))[^1];

    /// <summary>The frames up to the end of the connection.</summary>
    public async Task<List<WireFrame>> UntilEndAsync()
    {
        var frames = new List<WireFrame>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>Lets the client answer a PING, and gives what it sent before.</summary>
    public async Task<List<WireFrame>> PingAsync(ulong data = 0x0102_0304_0506_0708)
    {
        await SendAsync(Frames.Ping(data));
        var frames = await UntilAsync(static frame => frame is { Kind: WireKind.Ping, Flags: WireFlag.Ack });
        frames.RemoveAt(frames.Count - 1);
        return frames;
    }

    /// <summary>The head of the next request, and its number.</summary>
    public async Task<WireRequest> ReadHeadAsync()
    {
        var first = await NextAsync(WireKind.Headers);
        return new(first.Stream, Hpack.Read(await ReadBlockAsync(first)), []);
    }

    /// <summary>The next request up to its end. Nothing else may come between.</summary>
    public async Task<WireRequest> ReadRequestAsync()
    {
        var first = await NextAsync(WireKind.Headers);
        var fields = Hpack.Read(await ReadBlockAsync(first));
        var body = new List<byte>();
        for (var frame = first; !frame.Ends;)
        {
            frame = await NextAsync(WireKind.Data);
            Assert.Equal(first.Stream, frame.Stream);
            body.AddRange(frame.Payload);
        }

        return new(first.Stream, fields, [.. body]);
    }

    public Task AnswerAsync(uint number, int status = 200, string? body = null, params (string Name, string Value)[] fields) => body is null
        ? SendAsync(Frames.Headers(number, WireHpack.Answer(status, fields), end: true))
        : SendAsync(Frames.Headers(number, WireHpack.Answer(status, fields)), Frames.Data(number, Encoding.ASCII.GetBytes(body), end: true));

    public void Dispose() => stream.Dispose();

    private async Task<byte[]> ReadBlockAsync(WireFrame first)
    {
        var block = first.Payload;
        for (var frame = first; (frame.Flags & WireFlag.EndHeaders) == 0;)
        {
            frame = (await ReadAsync())!;
            Assert.Equal((WireKind.Continuation, first.Stream), (frame.Kind, frame.Stream));
            block = [.. block, .. frame.Payload];
        }

        return block;
    }
}
