using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Each frame or row of frames after which a client must end the connection, while one request waits for its answer.</summary>
public sealed class ConnectionErrorTests
{
    private const uint Idle = 1001, Even = 2;

    private static readonly byte[] Ok = WireHpack.Answer(200);

    private static readonly CaseTable<(Func<uint, WireFrame[]> Frames, uint[] Codes)> Cases = new()
    {
        { "9113 4.2", "HEADERS larger than 16,384 bytes", (id => [Frames.Headers(id, new byte[16_385])], [WireCode.FrameSize]) },
        { "9113 4.2", "CONTINUATION larger than 16,384 bytes", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Continuation(id, new byte[16_385])], [WireCode.FrameSize]) },
        { "9113 4.2", "SETTINGS larger than 16,384 bytes", (_ => [new(WireKind.Settings, 0, 0, new byte[16_386])], [WireCode.FrameSize]) },
        { "9113 4.2", "GOAWAY larger than 16,384 bytes", (_ => [Frames.GoAway(0, 0, new string('x', 16_384))], [WireCode.FrameSize]) },
        { "9113 4.2", "a frame of the largest length there is", (id => [Frames.Headers(id, Ok) with { ClaimedLength = 0xFF_FFFF }], [WireCode.FrameSize]) },
        { "9113 4.3", "a header block that is no HPACK", (id => [Frames.Headers(id, [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])], [WireCode.Compression]) },
        { "9113 4.3", "a header block that ends inside a field", (id => [Frames.Headers(id, Ok[..^1])], [WireCode.Compression]) },
        { "9113 4.3", "DATA inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Data(id, 1)], [WireCode.Protocol]) },
        { "9113 5.1", "DATA on an idle stream", (_ => [Frames.Data(Idle, 1)], [WireCode.Protocol]) },
        { "9113 5.1", "HEADERS on an idle stream", (_ => [Frames.Headers(Idle, Ok)], [WireCode.Protocol]) },
        { "9113 5.1", "WINDOW_UPDATE on an idle stream", (_ => [Frames.WindowUpdate(Idle, 1)], [WireCode.Protocol]) },
        { "9113 5.1", "DATA on the stream that the client opens next", (id => [Frames.Data(id + 2, 1)], [WireCode.Protocol]) },
        { "9113 5.1.1", "HEADERS on a stream of the server's", (_ => [Frames.Headers(Even, Ok)], [WireCode.Protocol]) },
        { "9113 5.1.1", "DATA on a stream of the server's", (_ => [Frames.Data(Even, 1)], [WireCode.Protocol]) },
        { "9113 5.1.1", "RST_STREAM on a stream of the server's", (_ => [Frames.RstStream(Even, WireCode.Cancel)], [WireCode.Protocol]) },
        { "9113 5.1.1", "WINDOW_UPDATE on a stream of the server's", (_ => [Frames.WindowUpdate(Even, 1)], [WireCode.Protocol]) },
        { "9113 5.5", "a frame of an unknown type inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Unknown(id)], [WireCode.Protocol]) },
        { "9113 5.5", "a frame of an unknown type on the connection inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Unknown(0)], [WireCode.Protocol]) },
        { "9113 6.1", "DATA on stream 0", (_ => [Frames.Data(0, 1)], [WireCode.Protocol]) },
        { "9113 6.1", "DATA with padding as long as the frame", (id => [Frames.Headers(id, Ok), new(WireKind.Data, WireFlag.Padded, id, [3, 0, 0])], [WireCode.Protocol]) },
        { "9113 6.1", "DATA with padding longer than the frame", (id => [Frames.Headers(id, Ok), new(WireKind.Data, WireFlag.Padded, id, [255, 0, 0, 0])], [WireCode.Protocol]) },
        { "9113 6.1", "DATA with padding but no place for its length", (id => [Frames.Headers(id, Ok), new(WireKind.Data, WireFlag.Padded, id, [])], [WireCode.Protocol, WireCode.FrameSize]) },
        { "9113 6.2", "HEADERS on stream 0", (_ => [Frames.Headers(0, Ok)], [WireCode.Protocol]) },
        { "9113 6.2", "HEADERS with padding longer than the frame", (id => [new(WireKind.Headers, WireFlag.Padded | WireFlag.EndHeaders, id, [(byte)(Ok.Length + 1), .. Ok])], [WireCode.Protocol]) },
        { "9113 6.2", "HEADERS with padding but no place for its length", (id => [new(WireKind.Headers, WireFlag.Padded | WireFlag.EndHeaders, id, [])], [WireCode.Protocol, WireCode.FrameSize]) },
        { "9113 6.2", "HEADERS with priority fields that are cut", (id => [new(WireKind.Headers, WireFlag.Priority | WireFlag.EndHeaders, id, [0, 0, 0, 0])], [WireCode.Protocol, WireCode.FrameSize]) },
        { "9113 6.2", "HEADERS with padding over its priority fields", (id => [new(WireKind.Headers, WireFlag.Priority | WireFlag.Padded | WireFlag.EndHeaders, id, [4, 0, 0, 0, 0, 0, 0, 0])], [WireCode.Protocol, WireCode.FrameSize]) },
        { "9113 6.2", "HEADERS inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Headers(id, Ok)], [WireCode.Protocol]) },
        { "9113 6.3", "PRIORITY on stream 0", (_ => [Frames.Priority(0)], [WireCode.Protocol]) },
        { "9113 6.4", "RST_STREAM on stream 0", (_ => [Frames.RstStream(0, WireCode.Cancel)], [WireCode.Protocol]) },
        { "9113 6.4", "RST_STREAM on an idle stream", (_ => [Frames.RstStream(Idle, WireCode.Cancel)], [WireCode.Protocol]) },
        { "9113 6.4", "RST_STREAM of three bytes", (id => [new(WireKind.RstStream, 0, id, new byte[3])], [WireCode.FrameSize]) },
        { "9113 6.4", "RST_STREAM of five bytes", (id => [new(WireKind.RstStream, 0, id, new byte[5])], [WireCode.FrameSize]) },
        { "9113 6.4", "RST_STREAM of no bytes", (id => [new(WireKind.RstStream, 0, id, [])], [WireCode.FrameSize]) },
        { "9113 6.4", "RST_STREAM inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.RstStream(id, WireCode.Cancel)], [WireCode.Protocol]) },
        { "9113 6.5", "SETTINGS on a stream", (id => [Frames.Settings() with { Stream = id }], [WireCode.Protocol]) },
        { "9113 6.5", "an acknowledgement of SETTINGS on a stream", (id => [Frames.SettingsAck() with { Stream = id }], [WireCode.Protocol]) },
        { "9113 6.5", "an acknowledgement of SETTINGS with content", (_ => [Frames.Settings((WireSetting.HeaderTableSize, 0)) with { Flags = WireFlag.Ack }], [WireCode.FrameSize]) },
        { "9113 6.5", "SETTINGS of five bytes", (_ => [new(WireKind.Settings, 0, 0, new byte[5])], [WireCode.FrameSize]) },
        { "9113 6.5", "SETTINGS of seven bytes", (_ => [new(WireKind.Settings, 0, 0, new byte[7])], [WireCode.FrameSize]) },
        { "9113 6.5", "SETTINGS inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Settings()], [WireCode.Protocol]) },
        { "9113 6.5.2", "ENABLE_PUSH 1 from a server", (_ => [Frames.Settings((WireSetting.EnablePush, 1))], [WireCode.Protocol]) },
        { "9113 6.5.2", "ENABLE_PUSH 2", (_ => [Frames.Settings((WireSetting.EnablePush, 2))], [WireCode.Protocol]) },
        { "9113 6.5.2", "INITIAL_WINDOW_SIZE of 2^31", (_ => [Frames.Settings((WireSetting.InitialWindowSize, 0x8000_0000))], [WireCode.FlowControl]) },
        { "9113 6.5.2", "INITIAL_WINDOW_SIZE of 2^32-1", (_ => [Frames.Settings((WireSetting.InitialWindowSize, 0xFFFF_FFFF))], [WireCode.FlowControl]) },
        { "9113 6.5.2", "MAX_FRAME_SIZE of 16,383", (_ => [Frames.Settings((WireSetting.MaxFrameSize, 16_383))], [WireCode.Protocol]) },
        { "9113 6.5.2", "MAX_FRAME_SIZE of 0", (_ => [Frames.Settings((WireSetting.MaxFrameSize, 0))], [WireCode.Protocol]) },
        { "9113 6.5.2", "MAX_FRAME_SIZE of 2^24", (_ => [Frames.Settings((WireSetting.MaxFrameSize, 1 << 24))], [WireCode.Protocol]) },
        { "9113 6.5.2", "a wrong value behind right ones", (_ => [Frames.Settings((WireSetting.MaxConcurrentStreams, 5), (0xAB, 1), (WireSetting.MaxFrameSize, 7))], [WireCode.Protocol]) },
        { "9113 6.6", "PUSH_PROMISE though push is off", (id => [Frames.PushPromise(id, Even, Ok)], [WireCode.Protocol]) },
        { "9113 6.6", "PUSH_PROMISE on stream 0", (_ => [Frames.PushPromise(0, Even, Ok)], [WireCode.Protocol]) },
        { "9113 6.6", "PUSH_PROMISE inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.PushPromise(id, Even, Ok)], [WireCode.Protocol]) },
        { "9113 6.7", "PING on a stream", (id => [Frames.Ping(1) with { Stream = id }], [WireCode.Protocol]) },
        { "9113 6.7", "an answer to PING on a stream", (id => [Frames.Ping(1, ack: true) with { Stream = id }], [WireCode.Protocol]) },
        { "9113 6.7", "PING of seven bytes", (_ => [new(WireKind.Ping, 0, 0, new byte[7])], [WireCode.FrameSize]) },
        { "9113 6.7", "PING of nine bytes", (_ => [new(WireKind.Ping, 0, 0, new byte[9])], [WireCode.FrameSize]) },
        { "9113 6.7", "an answer to PING of no bytes", (_ => [new(WireKind.Ping, WireFlag.Ack, 0, [])], [WireCode.FrameSize]) },
        { "9113 6.7", "PING inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Ping(1)], [WireCode.Protocol]) },
        { "9113 6.8", "GOAWAY on a stream", (id => [Frames.GoAway(0, 0) with { Stream = id }], [WireCode.Protocol]) },
        { "9113 6.8", "GOAWAY of seven bytes", (_ => [new(WireKind.GoAway, 0, 0, new byte[7])], [WireCode.FrameSize]) },
        { "9113 6.8", "GOAWAY inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.GoAway(id, 0)], [WireCode.Protocol]) },
        { "9113 6.9", "WINDOW_UPDATE of nothing on the connection", (_ => [Frames.WindowUpdate(0, 0)], [WireCode.Protocol]) },
        { "9113 6.9", "WINDOW_UPDATE of nothing but the reserved bit on the connection", (_ => [Frames.WindowUpdate(0, 0x8000_0000)], [WireCode.Protocol]) },
        { "9113 6.9", "WINDOW_UPDATE of three bytes", (id => [new(WireKind.WindowUpdate, 0, id, new byte[3])], [WireCode.FrameSize]) },
        { "9113 6.9", "WINDOW_UPDATE of eight bytes on the connection", (_ => [new(WireKind.WindowUpdate, 0, 0, new byte[8])], [WireCode.FrameSize]) },
        { "9113 6.9", "WINDOW_UPDATE inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.WindowUpdate(0, 1)], [WireCode.Protocol]) },
        { "9113 6.9.1", "a window of the connection above 2^31-1", (_ => [Frames.WindowUpdate(0, 0x7FFF_FFFF)], [WireCode.FlowControl]) },
        { "9113 6.9.1", "a window of the connection above 2^31-1 in two steps", (_ => [Frames.WindowUpdate(0, 0x7FFF_0000), Frames.WindowUpdate(0, 1)], [WireCode.FlowControl]) },
        { "9113 6.9.2", "INITIAL_WINDOW_SIZE that takes a stream's window above 2^31-1", (id => [Frames.WindowUpdate(id, 100_000), Frames.Settings((WireSetting.InitialWindowSize, 0x7FFF_FFFF))], [WireCode.FlowControl]) },
        { "9113 6.10", "CONTINUATION on stream 0", (_ => [Frames.Continuation(0, Ok)], [WireCode.Protocol]) },
        { "9113 6.10", "CONTINUATION that continues nothing", (id => [Frames.Continuation(id, Ok)], [WireCode.Protocol]) },
        { "9113 6.10", "CONTINUATION after the end of the header block", (id => [Frames.Headers(id, Ok), Frames.Continuation(id, Ok)], [WireCode.Protocol]) },
        { "9113 6.10", "CONTINUATION after DATA", (id => [Frames.Headers(id, Ok), Frames.Data(id, 1), Frames.Continuation(id, Ok)], [WireCode.Protocol]) },
        { "9113 6.10", "CONTINUATION of another stream", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Continuation(id + 2, [])], [WireCode.Protocol]) },
        { "9113 6.10", "CONTINUATION on stream 0 inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Continuation(0, [])], [WireCode.Protocol]) },
        { "9113 6.10", "PRIORITY inside a header block", (id => [Frames.Headers(id, Ok, endHeaders: false), Frames.Priority(id)], [WireCode.Protocol]) },
        { "9113 6.10", "DATA of another stream inside a header block that ends the stream", (id => [Frames.Headers(id, Ok, end: true, endHeaders: false), Frames.Data(id + 2, 1)], [WireCode.Protocol]) },
    };

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Rows;

    [Theory, MemberData(nameof(Rows))]
    public async Task The_connection_ends_with_the_code_of_the_RFC(string violation)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Cases[violation].Frames(number));

        await exchange.ConnectionErrorAsync(stream, Cases[violation].Codes);
    }

    [Fact, Rfc("9113 5.4.1")]
    public async Task Every_exchange_of_the_connection_fails_with_it()
    {
        await using var exchange = await Exchange.StartAsync();
        var waiting = new List<Http2Stream>();
        for (var at = 0; at < 3; at++)
        {
            waiting.Add((await exchange.RequestAsync()).Stream);
        }

        var (reading, _) = await exchange.AnsweredAsync();
        await exchange.Server.SendAsync(Frames.Data(0, 1));

        foreach (var one in waiting)
        {
            Assert.Equal(WireCode.Protocol, Failure.Code(await Failure.OfAsync(async () => await one.ResponseAsync(exchange.Token))));
            one.Dispose();
        }

        Assert.Equal(WireCode.Protocol, Failure.Code(await Assert.ThrowsAsync<HttpProtocolException>(async () => await reading.ReadAsync(new byte[1], exchange.Token))));
        reading.Dispose();
        Assert.Equal(0, exchange.Client.ActiveStreams);
    }
}
