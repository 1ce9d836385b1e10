using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What may come on a stream that is closed.</summary>
public sealed class ClosedStreamTests
{
    [Fact, Rfc("9113 5.4.2")]
    public async Task A_reset_is_not_answered_with_a_reset()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.RstStream(number, WireCode.Cancel), Frames.RstStream(number, WireCode.Cancel));

        Assert.Empty(await exchange.Server.PingAsync());
        stream.Dispose();
        Assert.Empty(await exchange.Server.PingAsync());
    }

    [Fact, Rfc("9113 5.1")]
    public async Task What_was_under_way_when_the_client_reset_is_dropped()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        stream.Dispose();
        await exchange.Server.NextAsync(WireKind.RstStream);

        await exchange.Server.SendAsync(
            Frames.WindowUpdate(number, 10),
            Frames.Headers(number, WireHpack.Answer(200)),
            Frames.Data(number, 1000),
            Frames.Headers(number, WireHpack.Block(("x-sum", "1")), end: true),
            Frames.RstStream(number, WireCode.Cancel));

        Assert.DoesNotContain(await exchange.Server.PingAsync(), static frame => frame.Kind is WireKind.GoAway);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 4.3")]
    public async Task A_header_block_of_a_closed_stream_is_decoded_all_the_same()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        stream.Dispose();
        await exchange.Server.NextAsync(WireKind.RstStream);
        var (other, _) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, WireHpack.Indexed(200)));

        await exchange.ConnectionErrorAsync(other, WireCode.Compression);
    }

    [Fact, Rfc("9113 5.1")]
    public async Task WINDOW_UPDATE_PRIORITY_and_RST_STREAM_on_a_finished_stream_are_dropped()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        await exchange.Server.AnswerAsync(number, body: "all");
        await exchange.AnswerAsync(stream);
        stream.Dispose();

        await exchange.Server.SendAsync(Frames.WindowUpdate(number, 10), Frames.Priority(number), Frames.RstStream(number, WireCode.NoError));

        await exchange.GoesOnAsync();
    }

    [Theory, Rfc("9113 5.1")]
    [InlineData(WireKind.Data)]
    [InlineData(WireKind.Headers)]
    public async Task DATA_and_HEADERS_on_a_finished_stream_are_STREAM_CLOSED_or_dropped(byte kind)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        await exchange.Server.AnswerAsync(number, body: "all");
        await exchange.AnswerAsync(stream);
        stream.Dispose();

        await exchange.Server.SendAsync(
            kind == WireKind.Data ? Frames.Data(number, 5) : Frames.Headers(number, WireHpack.Answer(200), end: true),
            Frames.Ping(1));

        var frames = await exchange.Server.UntilAsync(static frame => frame.Kind is WireKind.GoAway or WireKind.Ping);
        Assert.All(frames.Where(static frame => frame.Kind == WireKind.GoAway), static frame => Assert.Equal(WireCode.StreamClosed, frame.Number(4)));
        Assert.All(frames.Where(static frame => frame.Kind == WireKind.RstStream), static frame => Assert.Equal(WireCode.StreamClosed, frame.Number()));
    }
}
