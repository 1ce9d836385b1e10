using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Each frame after which a client must reset the stream, and the connection goes on.</summary>
public sealed class StreamErrorTests
{
    private static readonly byte[] Ok = WireHpack.Answer(200);

    private static readonly CaseTable<(Func<uint, WireFrame[]> Frames, uint Code)> Cases = new()
    {
        { "9113 6.3", "PRIORITY of four bytes", (id => [Frames.Priority(id, 4)], WireCode.FrameSize) },
        { "9113 6.3", "PRIORITY of six bytes", (id => [Frames.Priority(id, 6)], WireCode.FrameSize) },
        { "9113 6.9", "WINDOW_UPDATE of nothing", (id => [Frames.WindowUpdate(id, 0)], WireCode.Protocol) },
        { "9113 6.9", "WINDOW_UPDATE of nothing but the reserved bit", (id => [Frames.WindowUpdate(id, 0x8000_0000)], WireCode.Protocol) },
        { "9113 6.9.1", "a window above 2^31-1", (id => [Frames.WindowUpdate(id, 0x7FFF_FFFF)], WireCode.FlowControl) },
        { "9113 8.1", "DATA before HEADERS", (id => [Frames.Data(id, 5)], WireCode.Protocol) },
        { "9113 8.1", "the end of the stream before HEADERS", (id => [Frames.Data(id, 0, end: true)], WireCode.Protocol) },
        { "9113 8.1", "DATA after an interim answer", (id => [Frames.Headers(id, WireHpack.Answer(103)), Frames.Data(id, 5)], WireCode.Protocol) },
        { "9113 8.1", "an interim answer that ends the stream", (id => [Frames.Headers(id, WireHpack.Answer(100), end: true)], WireCode.Protocol) },
        { "9113 8.1", "trailers that do not end the stream", (id => [Frames.Headers(id, Ok), Frames.Data(id, 1), Frames.Headers(id, WireHpack.Block(("x-sum", "1")))], WireCode.Protocol) },
        { "9113 8.1", "a second final answer", (id => [Frames.Headers(id, Ok), Frames.Headers(id, Ok, end: true)], WireCode.Protocol) },
        { "9113 8.1", "trailers with a pseudo-header field", (id => [Frames.Headers(id, Ok), Frames.Headers(id, WireHpack.Block((":status", "200"), ("x-sum", "1")), end: true)], WireCode.Protocol) },
        { "9113 8.2.1", "trailers with an upper-case name", (id => [Frames.Headers(id, Ok), Frames.Headers(id, WireHpack.Block(("X-Sum", "1")), end: true)], WireCode.Protocol) },
        { "9113 8.1.1", "more DATA than content-length", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Data(id, 5)], WireCode.Protocol) },
        { "9113 8.1.1", "more DATA than content-length in several frames", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Data(id, 3), Frames.Data(id, 3)], WireCode.Protocol) },
        { "9113 8.1.1", "less DATA than content-length", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Data(id, 3, end: true)], WireCode.Protocol) },
        { "9113 8.1.1", "less DATA than content-length before trailers", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"))), Frames.Data(id, 3), Frames.Headers(id, WireHpack.Block(("x-sum", "1")), end: true)], WireCode.Protocol) },
        { "9113 8.1.1", "no DATA though there is content-length", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4")), end: true)], WireCode.Protocol) },
        { "9113 8.1.1", "DATA though content-length is 0", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "0"))), Frames.Data(id, 1, end: true)], WireCode.Protocol) },
        { "9110 8.6", "two lengths that differ", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4"), ("content-length", "5"))), Frames.Data(id, 4, end: true)], WireCode.Protocol) },
        { "9110 8.6", "a content-length that is no number", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "4x"))), Frames.Data(id, 4, end: true)], WireCode.Protocol) },
        { "9110 8.6", "a negative content-length", (id => [Frames.Headers(id, WireHpack.Answer(200, ("content-length", "-1"))), Frames.Data(id, 4, end: true)], WireCode.Protocol) },
        { "9113 8.6", "101, which HTTP/2 does not have", (id => [Frames.Headers(id, WireHpack.Answer(101)), Frames.Headers(id, Ok, end: true)], WireCode.Protocol) },
    };

    public static IEnumerable<TheoryDataRow<string>> Rows => Cases.Rows;

    [Theory, MemberData(nameof(Rows))]
    public async Task The_stream_is_reset_with_the_code_of_the_RFC(string violation)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Cases[violation].Frames(number));

        await exchange.StreamErrorAsync(stream, number, Cases[violation].Code);
    }

    [Theory, Rfc("9113 8.1.1")]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task Content_of_an_answer_that_has_none_resets_the_stream(string method, int status)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync(method);

        await exchange.Server.SendAsync(Frames.Headers(number, WireHpack.Answer(status)), Frames.Data(number, 3, end: true));

        await exchange.StreamErrorAsync(stream, number, WireCode.Protocol);
    }

    [Fact, Rfc("9113 4.2")]
    public async Task DATA_larger_than_16384_bytes_is_an_error_of_the_stream_or_the_connection()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, Ok), Frames.Data(number, 16_385, end: true));

        var verdict = (await exchange.Server.UntilAsync(static frame => frame.Kind is WireKind.GoAway or WireKind.RstStream))[^1];
        Assert.Equal(WireCode.FrameSize, verdict.Kind == WireKind.GoAway ? verdict.Number(4) : verdict.Number());
        Assert.Equal(WireCode.FrameSize, Failure.Code(await Failure.OfAsync(async () => await exchange.AnswerAsync(stream))));
        stream.Dispose();
    }

    [Theory, Rfc("9113 5.1")]
    [InlineData(WireKind.Data)]
    [InlineData(WireKind.Headers)]
    public async Task What_comes_after_the_end_of_an_answer_resets_the_stream_while_its_request_is_open(byte kind)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.UploadAsync();

        await exchange.Server.SendAsync(
            Frames.Headers(number, Ok, end: true),
            kind == WireKind.Data ? Frames.Data(number, 1) : Frames.Headers(number, WireHpack.Block(("x-late", "1")), end: true));

        var reset = await exchange.Server.NextAsync(WireKind.RstStream);
        Assert.Equal((number, WireCode.StreamClosed), (reset.Stream, reset.Number()));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }
}
