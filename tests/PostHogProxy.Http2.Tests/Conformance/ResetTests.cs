using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>RST_STREAM from both sides.</summary>
public sealed class ResetTests
{
    [Theory, Rfc("9113 6.4")]
    [InlineData(WireCode.NoError)]
    [InlineData(WireCode.Internal)]
    [InlineData(WireCode.Refused)]
    [InlineData(WireCode.Cancel)]
    [InlineData(0x1234_5678u)]
    public async Task A_reset_before_the_answer_fails_the_exchange_with_its_code_and_no_other(uint code)
    {
        await using var exchange = await Exchange.StartAsync();
        var (other, otherNumber) = await exchange.RequestAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.RstStream(number, code));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(async () => await stream.ResponseAsync(exchange.Token));
        Assert.Equal(code, Failure.Code(failure));
        stream.Dispose();
        Assert.DoesNotContain(await exchange.Server.PingAsync(), static frame => frame.Kind == WireKind.RstStream);
        await exchange.Server.AnswerAsync(otherNumber, body: "other");
        await exchange.AnsweredAsync(other, 200, "other");
    }

    [Theory, Rfc("9113 6.4")]
    [InlineData(WireCode.NoError)]
    [InlineData(WireCode.Internal)]
    [InlineData(WireCode.Cancel)]
    public async Task A_reset_inside_the_body_fails_the_read_behind_what_came(uint code)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();
        await exchange.Server.SendAsync(Frames.Data(number, "some"u8.ToArray()));
        Assert.Equal(4, await stream.ReadAsync(new byte[10], exchange.Token));

        await exchange.Server.SendAsync(Frames.RstStream(number, code));

        var failure = await Assert.ThrowsAnyAsync<HttpIOException>(async () => await stream.ReadAsync(new byte[10], exchange.Token));
        Assert.Equal(code, Failure.Code(failure));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task NO_ERROR_after_a_whole_answer_ends_the_upload_and_the_answer_counts()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.UploadAsync();

        await exchange.Server.AnswerAsync(number, 413, "too large");
        await exchange.Server.SendAsync(Frames.RstStream(number, WireCode.NoError));
        await exchange.Server.PingAsync();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await stream.WriteAsync(new(new byte[100_000]), exchange.Token);
            await stream.WriteAsync(new(new byte[100_000]), exchange.Token);
        });
        await exchange.AnsweredAsync(stream, 413, "too large");
    }

    [Fact, Rfc("9113 6.4")]
    public async Task After_a_reset_nothing_more_is_sent_on_the_stream()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.UploadAsync();
        await exchange.Server.SendAsync(Frames.RstStream(number, WireCode.Cancel));
        await exchange.Server.PingAsync();

        await Failure.OfAsync(async () => await stream.WriteAsync(new(new byte[10]), exchange.Token));
        stream.Dispose();

        Assert.DoesNotContain(await exchange.Server.PingAsync(), frame => frame.Stream == number);
    }

    [Fact, Rfc("9113 8.1")]
    public async Task Whoever_gives_an_exchange_up_resets_it_with_CANCEL()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        stream.Dispose();

        var reset = await exchange.Server.NextAsync(WireKind.RstStream);
        Assert.Equal((number, WireCode.Cancel), (reset.Stream, reset.Number()));
        Assert.Equal(0, exchange.Client.ActiveStreams);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task Whoever_gives_a_body_up_resets_it_with_CANCEL()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();

        stream.Dispose();

        var reset = await exchange.Server.NextAsync(WireKind.RstStream);
        Assert.Equal((number, WireCode.Cancel), (reset.Stream, reset.Number()));
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 8.1")]
    public async Task An_exchange_that_is_over_is_not_reset()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        await exchange.Server.AnswerAsync(number, body: "all");
        await exchange.AnswerAsync(stream);

        stream.Dispose();
        stream.Dispose();

        Assert.DoesNotContain(await exchange.Server.PingAsync(), static frame => frame.Kind == WireKind.RstStream);
    }
}
