using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Answers without a body, early answers, and answers that end early.</summary>
public sealed class MessageTests
{
    [Theory, Rfc("9113 8.1.1")]
    [InlineData("HEAD", 200)]
    [InlineData("HEAD", 404)]
    [InlineData("GET", 304)]
    public async Task An_answer_that_has_no_body_may_have_a_length(string method, int status)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync(method);

        await exchange.Server.AnswerAsync(number, status, body: null, ("content-length", "1234"));

        await stream.ResponseAsync(exchange.Token);
        Assert.Contains(("content-length", "1234"), Exchange.Fields(stream));
        await exchange.AnsweredAsync(stream, status, "");
    }

    [Theory, Rfc("9113 8.1.1")]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 304)]
    public async Task The_end_of_a_bodyless_answer_may_be_in_an_empty_DATA(string method, int status)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync(method);

        await exchange.Server.AnswerAsync(number, status, body: "", ("content-length", "1234"));

        await exchange.AnsweredAsync(stream, status, "");
    }

    [Theory, Rfc("9113 8.1")]
    [InlineData(204)]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(599)]
    public async Task An_answer_may_end_with_its_head(int status)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.AnswerAsync(number, status);

        await exchange.AnsweredAsync(stream, status, "");
    }

    [Theory, Rfc("9113 8.1")]
    [InlineData(413)]
    [InlineData(429)]
    public async Task An_answer_may_come_before_the_body_is_sent(int status)
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 1000));
        var stream = exchange.Open("POST", body: new byte[50_000]);
        var head = await exchange.Server.ReadHeadAsync();

        await exchange.Server.AnswerAsync(head.Stream, status, "early");

        Assert.Equal((status, "early"), await exchange.AnswerAsync(stream));
        stream.Dispose();
        var reset = (await exchange.Server.UntilAsync(static frame => frame.Kind == WireKind.RstStream))[^1];
        Assert.Equal(head.Stream, reset.Stream);
        Assert.Contains(reset.Number(), new[] { WireCode.NoError, WireCode.Cancel });
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task A_body_may_go_on_after_an_early_answer_and_both_end_well()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.UploadAsync();
        await exchange.Server.AnswerAsync(number, 200, "early");
        Assert.Equal((200, "early"), await exchange.AnswerAsync(stream));

        await stream.WriteAsync(new("rest"u8.ToArray()), exchange.Token);
        stream.EndBody();

        Assert.Equal(4, SettingsTests.Sent(await exchange.Server.UntilAsync(static frame => frame.Ends)));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task An_answer_may_stream_while_the_request_does()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.UploadAsync();
        await exchange.Server.SendAsync(Frames.Headers(number, WireHpack.Answer(200)));
        await stream.ResponseAsync(exchange.Token);
        var part = new byte[10];
        for (byte at = 0; at < 50; at++)
        {
            await stream.WriteAsync(new(new[] { at }), exchange.Token);
            var got = await exchange.Server.NextAsync(WireKind.Data);
            await exchange.Server.SendAsync(Frames.Data(number, got.Payload));
            Assert.Equal(1, await stream.ReadAsync(part, exchange.Token));
            Assert.Equal(at, part[0]);
        }

        stream.EndBody();
        await exchange.Server.UntilAsync(static frame => frame.Ends);
        await exchange.Server.SendAsync(Frames.Data(number, 0, end: true));
        Assert.Equal(0, await stream.ReadAsync(part, exchange.Token));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task An_end_of_the_connection_before_the_answer_is_an_early_end()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, _) = await exchange.RequestAsync();

        exchange.Wire.EndOutput();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(async () => await stream.ResponseAsync(exchange.Token));
        Assert.True(Failure.IsEarlyEnd(failure), failure.ToString());
        stream.Dispose();
        Assert.False(exchange.Client.IsOpen);
        await exchange.Server.UntilEndAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task An_end_of_the_connection_inside_a_body_is_an_early_end_behind_what_came()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();
        await exchange.Server.SendAsync(Frames.Data(number, "some"u8.ToArray()));
        Assert.Equal(4, await stream.ReadAsync(new byte[10], exchange.Token));

        exchange.Wire.EndOutput();

        var failure = await Assert.ThrowsAnyAsync<HttpIOException>(async () => await stream.ReadAsync(new byte[10], exchange.Token));
        Assert.True(Failure.IsEarlyEnd(failure), failure.ToString());
        stream.Dispose();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task A_connection_that_breaks_inside_a_frame_is_an_early_end()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();

        await exchange.Server.SendBytesAsync(Frames.Data(number, 100).ToBytes()[..50]);
        exchange.Wire.Break();

        await Failure.OfAsync(async () => await exchange.ReadAllAsync(stream));
        stream.Dispose();
        Assert.Equal(0, exchange.Client.ActiveStreams);
    }

    [Fact, Rfc("9113 8.1")]
    public async Task Whoever_waits_for_an_answer_can_stop_waiting_and_harms_no_other()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        using var patience = new CancellationTokenSource();
        var wait = stream.ResponseAsync(patience.Token).AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        stream.Dispose();
        Assert.Equal(number, (await exchange.Server.NextAsync(WireKind.RstStream)).Stream);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task Whoever_waits_for_a_body_can_stop_waiting_and_harms_no_other()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();
        using var patience = new CancellationTokenSource();
        var wait = stream.ReadAsync(new byte[1], patience.Token).AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        stream.Dispose();
        Assert.Equal(number, (await exchange.Server.NextAsync(WireKind.RstStream)).Stream);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 5.4.1")]
    public async Task A_client_that_is_disposed_fails_what_waits_and_closes()
    {
        await using var exchange = await Exchange.StartAsync();
        var (waiting, _) = await exchange.RequestAsync();
        var (reading, _) = await exchange.AnsweredAsync();

        exchange.Client.Dispose();

        await Failure.OfAsync(async () => await waiting.ResponseAsync(exchange.Token));
        await Failure.OfAsync(async () => await reading.ReadAsync(new byte[1], exchange.Token));
        waiting.Dispose();
        reading.Dispose();
        Assert.Null(exchange.Client.TryOpen(Exchange.Block(), default, endsHere: true));
        Assert.Equal(0, exchange.Client.ActiveStreams);
        await exchange.Server.UntilEndAsync();
    }
}
