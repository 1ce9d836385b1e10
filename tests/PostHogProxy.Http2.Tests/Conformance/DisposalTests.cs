using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What a stream's end does to those who still use it.</summary>
public sealed class DisposalTests
{
    [Fact, Rfc("9113 5.1")]
    public async Task Whoever_waits_for_an_answer_is_told_when_the_stream_is_disposed()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, _) = await exchange.RequestAsync();
        var wait = stream.ResponseAsync(exchange.Token).AsTask();

        stream.Dispose();

        await Failure.OfAsync(() => wait);
        await exchange.Server.NextAsync(WireKind.RstStream);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 5.1")]
    public async Task Whoever_waits_for_a_body_is_told_when_the_stream_is_disposed()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, _) = await exchange.AnsweredAsync();
        var wait = stream.ReadAsync(new byte[10], exchange.Token).AsTask();

        stream.Dispose();

        await Failure.OfAsync(() => wait);
        await exchange.Server.NextAsync(WireKind.RstStream);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 5.1")]
    public async Task A_body_that_is_cut_by_disposal_does_not_look_whole()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();
        await exchange.Server.SendAsync(Frames.Data(number, 100));
        await exchange.Server.PingAsync();

        stream.Dispose();

        await Failure.OfAsync(async () => await stream.ReadAsync(new byte[10], exchange.Token));
    }

    [Fact, Rfc("9113 5.1")]
    public async Task Whoever_waits_for_a_window_is_told_when_the_stream_is_disposed()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 10));
        var (stream, _) = await exchange.UploadAsync();
        var write = stream.WriteAsync(new(new byte[100]), exchange.Token).AsTask();

        stream.Dispose();

        await Failure.OfAsync(() => write);
        await Failure.OfAsync(async () => await stream.WriteAsync(new(new byte[100]), exchange.Token));
        stream.EndBody();
        await exchange.Server.NextAsync(WireKind.RstStream);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 5.1")]
    public async Task The_callers_memory_is_not_read_any_more_after_disposal()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 10));
        var body = Enumerable.Repeat((byte)'a', 100).ToArray();
        var stream = exchange.Open("POST", body: body);
        var before = await exchange.Server.PingAsync();

        stream.Dispose();
        Array.Fill(body, (byte)'b');
        await exchange.Server.SendAsync(Frames.WindowUpdate(1, 1000), Frames.WindowUpdate(0, 1000));

        byte[] sent = [.. before.Concat(await exchange.Server.PingAsync()).Where(static frame => frame.Kind == WireKind.Data).SelectMany(static frame => frame.Payload)];
        Assert.Equal(Enumerable.Repeat((byte)'a', 10), sent);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 5.1")]
    public async Task An_exchange_that_is_cancelled_already_is_reset_and_says_so()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.ResponseAsync(new(canceled: true)));

        Assert.Equal(number, (await exchange.Server.NextAsync(WireKind.RstStream)).Stream);
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 5.1")]
    public async Task Disposal_and_an_answer_at_the_same_time_end_well()
    {
        await using var exchange = await Exchange.StartAsync();
        for (var at = 0; at < 500; at++)
        {
            var stream = exchange.Open();
            var head = await exchange.Server.NextAsync(WireKind.Headers);
            var wait = exchange.AnswerAsync(stream);
            var answer = Task.Run(() => exchange.Server.AnswerAsync(head.Stream, body: "ok"));
            var dispose = Task.Run(stream.Dispose);
            await Task.WhenAll(answer, dispose);
            try
            {
                // With the disposal before its end the answer may be empty, but it is never another's.
                Assert.Contains(await wait, new[] { (200, "ok"), (200, ""), (0, "") });
            }
            catch (Exception failure) when (Failure.IsHttp(failure))
            {
                // Disposed first.
            }
        }

        Assert.Equal(0, exchange.Client.ActiveStreams);
        Assert.True(exchange.Client.IsOpen);
    }

    [Fact, Rfc("9113 5.1")]
    public async Task Answers_to_many_requests_that_were_called_off_do_not_end_the_connection()
    {
        await using var exchange = await Exchange.StartAsync();
        for (var closedTab = 0; closedTab < 1_200; closedTab++)
        {
            var (stream, number) = await exchange.RequestAsync();
            stream.Dispose();
            await exchange.Server.NextAsync(WireKind.RstStream);
            await exchange.Server.AnswerAsync(number, body: "ok");
        }

        await exchange.GoesOnAsync();
    }
}
