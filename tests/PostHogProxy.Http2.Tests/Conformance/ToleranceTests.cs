using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What a client must ignore, or take as it is: the answer comes, and the connection goes on.</summary>
public sealed class ToleranceTests
{
    private static readonly byte[] Ok = WireHpack.Answer(200);

    private static readonly CaseTable<Func<uint, WireFrame[]>> Cases = new()
    {
        { "9113 4.1", "a frame of an unknown type on the connection", id => [Frames.Unknown(0), .. Answer(id)] },
        { "9113 4.1", "a frame of an unknown type on the stream", id => [Frames.Unknown(id), .. Answer(id)] },
        { "9113 4.1", "a frame of an unknown type on an idle stream", id => [Frames.Unknown(1001), .. Answer(id)] },
        { "9113 4.1", "a frame of an unknown type on a stream of the server's", id => [Frames.Unknown(2), .. Answer(id)] },
        { "9113 4.1", "a frame of an unknown type, empty", id => [Frames.Unknown(0, 0), .. Answer(id)] },
        { "9113 4.1", "a frame of an unknown type, as large as any", id => [Frames.Unknown(0, 16_384), .. Answer(id)] },
        { "9113 4.1", "a frame of an unknown type between HEADERS and DATA", id => [Frames.Headers(id, Ok), Frames.Unknown(id), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 4.1", "ALTSVC and ORIGIN", id => [new(0x0a, 0, 0, new byte[20]), new(0x0c, 0, 0, new byte[20]), .. Answer(id)] },
        { "9113 4.1", "unknown flags of HEADERS", id => Answer(id, headerFlags: 0xD2) },
        { "9113 4.1", "unknown flags of DATA", id => Answer(id, dataFlags: 0xF6) },
        { "9113 4.1", "unknown flags of SETTINGS", id => [Frames.Settings() with { Flags = 0xFE }, .. Answer(id)] },
        { "9113 4.1", "unknown flags of PING", id => [Frames.Ping(1) with { Flags = 0xFE }, .. Answer(id)] },
        { "9113 4.1", "unknown flags of WINDOW_UPDATE", id => [Frames.WindowUpdate(0, 1) with { Flags = 0xFF }, .. Answer(id)] },
        { "9113 4.1", "unknown flags of PRIORITY", id => [Frames.Priority(id) with { Flags = 0xFF }, .. Answer(id)] },
        { "9113 4.1", "unknown flags of CONTINUATION", id => [Frames.Headers(id, Ok[..2], endHeaders: false), Frames.Continuation(id, Ok[2..]) with { Flags = 0xFF }, Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 4.1", "the reserved bit of every frame", id => [Frames.Ping(1) with { Reserved = true }, Frames.Settings() with { Reserved = true }, .. Answer(id).Select(static frame => frame with { Reserved = true })] },
        { "9113 6.9", "the reserved bit of WINDOW_UPDATE", id => [Frames.WindowUpdate(0, 0x8000_0001), Frames.WindowUpdate(id, 0x8000_0001), .. Answer(id)] },
        { "9113 5.3.2", "PRIORITY on the stream", id => [Frames.Priority(id), .. Answer(id)] },
        { "9113 5.3.2", "PRIORITY on an idle stream", id => [Frames.Priority(1001), Frames.Priority(1002), .. Answer(id)] },
        { "9113 6.2", "HEADERS with priority fields", id => [new(WireKind.Headers, WireFlag.Priority | WireFlag.EndHeaders, id, [0, 0, 0, 0, 16, .. Ok]), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.2", "HEADERS with padding", id => [Frames.Padded(Frames.Headers(id, Ok), 10), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.2", "HEADERS with padding of no bytes", id => [Frames.Padded(Frames.Headers(id, Ok), 0), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.2", "HEADERS with padding and priority fields", id => [Frames.Padded(new(WireKind.Headers, WireFlag.Priority | WireFlag.EndHeaders, id, [0x80, 0, 0, 1, 16, .. Ok]), 255), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.2", "HEADERS with nothing but padding, then CONTINUATION", id => [Frames.Padded(Frames.Headers(id, [], endHeaders: false), 20), Frames.Continuation(id, Ok), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.1", "DATA with padding", id => [Frames.Headers(id, Ok), Frames.Padded(Frames.Data(id, "fine"u8.ToArray(), end: true), 200)] },
        { "9113 6.1", "DATA with padding of no bytes", id => [Frames.Headers(id, Ok), Frames.Padded(Frames.Data(id, "fine"u8.ToArray(), end: true), 0)] },
        { "9113 6.1", "DATA with nothing but padding at the end", id => [Frames.Headers(id, Ok), Frames.Data(id, "fine"u8.ToArray()), Frames.Padded(Frames.Data(id, 0, end: true), 255)] },
        { "9113 6.1", "DATA with nothing at the end", id => [Frames.Headers(id, Ok), Frames.Data(id, "fine"u8.ToArray()), Frames.Data(id, 0, end: true)] },
        { "9113 6.1", "some empty DATA before the content", id => [Frames.Headers(id, Ok), Frames.Data(id, 0), Frames.Data(id, 0), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.10", "a header block in single bytes", id => [Frames.Headers(id, [], endHeaders: false), .. Ok.Select(one => Frames.Continuation(id, [one], endHeaders: false)), Frames.Continuation(id, []), Frames.Data(id, "fine"u8.ToArray(), end: true)] },
        { "9113 6.5", "empty SETTINGS", id => [Frames.Settings(), .. Answer(id)] },
        { "9113 6.5", "one acknowledgement of SETTINGS too many", id => [Frames.SettingsAck(), .. Answer(id)] },
        { "9113 6.5.2", "unknown settings", id => [Frames.Settings((0x0, 1), (0x7, 1), (0x8, 1), (0x9, 1), (0xFFFF, 0xFFFF_FFFF)), .. Answer(id)] },
        { "9113 6.5.2", "ENABLE_PUSH 0 from a server", id => [Frames.Settings((WireSetting.EnablePush, 0)), .. Answer(id)] },
        { "9113 6.5.2", "MAX_FRAME_SIZE at both its ends", id => [Frames.Settings((WireSetting.MaxFrameSize, 16_384), (WireSetting.MaxFrameSize, 0xFF_FFFF)), .. Answer(id)] },
        { "9113 6.5.2", "INITIAL_WINDOW_SIZE at both its ends", id => [Frames.Settings((WireSetting.InitialWindowSize, 0), (WireSetting.InitialWindowSize, 0x7FFF_FFFF)), .. Answer(id)] },
        { "9113 6.5.2", "HEADER_TABLE_SIZE of any size", id => [Frames.Settings((WireSetting.HeaderTableSize, 0)), Frames.Settings((WireSetting.HeaderTableSize, 0xFFFF_FFFF)), .. Answer(id)] },
        { "9113 6.5.3", "a setting twice", id => [Frames.Settings((WireSetting.MaxConcurrentStreams, 0), (WireSetting.MaxConcurrentStreams, 100)), .. Answer(id)] },
        { "9113 6.7", "an answer to a PING that nobody sent", id => [Frames.Ping(77, ack: true), .. Answer(id)] },
        { "9113 6.9.1", "a window of the connection of 2^31-1", id => [Frames.WindowUpdate(0, 0x7FFF_FFFF - 65_535), .. Answer(id)] },
        { "9113 6.9.1", "a window of the stream of 2^31-1", id => [Frames.WindowUpdate(id, 0x7FFF_FFFF - 65_535), .. Answer(id)] },
        { "9113 8.1", "trailers", id => [Frames.Headers(id, Ok), Frames.Data(id, "fine"u8.ToArray()), Frames.Headers(id, WireHpack.Block(("x-sum", "1")), end: true)] },
        { "9113 8.1", "trailers with nothing in them", id => [Frames.Headers(id, Ok), Frames.Data(id, "fine"u8.ToArray()), Frames.Headers(id, WireHpack.NoTable, end: true)] },
        { "9113 8.1", "trailers in CONTINUATION", id => [Frames.Headers(id, Ok), Frames.Data(id, "fine"u8.ToArray()), Frames.Headers(id, [], end: true, endHeaders: false), Frames.Continuation(id, WireHpack.Block(("x-sum", "1")))] },
        { "9113 8.1", "one interim answer", id => [Frames.Headers(id, WireHpack.Answer(100)), .. Answer(id)] },
        { "9113 8.1", "several interim answers", id => [Frames.Headers(id, WireHpack.Answer(102, ("x-interim", "1"))), Frames.Headers(id, WireHpack.Answer(103, ("link", "</a>"))), Frames.Headers(id, WireHpack.Answer(199)), .. Answer(id)] },
        { "9113 8.1.1", "a content-length that is right", id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Data(id, "fi"u8.ToArray()), Frames.Data(id, "ne"u8.ToArray(), end: true)] },
        { "9113 8.1.1", "a content-length that is right, before trailers", id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Data(id, "fine"u8.ToArray()), Frames.Headers(id, WireHpack.Block(("x-sum", "1")), end: true)] },
        { "9113 8.1.1", "padding does not count as content", id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Padded(Frames.Data(id, "fine"u8.ToArray(), end: true), 100)] },
    };

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Rows;

    [Theory, MemberData(nameof(Rows))]
    public async Task The_answer_comes(string tolerated)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Cases[tolerated](number));

        await exchange.AnsweredAsync(stream, 200, "fine");
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task The_answer_comes_byte_by_byte(string tolerated)
    {
        await using var exchange = await Exchange.StartAsync(new Http2Limits(), largestRead: 1);
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Cases[tolerated](number));

        await exchange.AnsweredAsync(stream, 200, "fine");
    }

    private static WireFrame[] Answer(uint id, byte headerFlags = 0, byte dataFlags = 0) =>
    [
        Frames.Headers(id, Ok) with { Flags = (byte)(WireFlag.EndHeaders | headerFlags) },
        Frames.Data(id, "fine"u8.ToArray()) with { Flags = (byte)(WireFlag.EndStream | dataFlags) },
    ];
}
