using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What ends before its answer does.</summary>
public sealed class EarlyEndTests
{
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
