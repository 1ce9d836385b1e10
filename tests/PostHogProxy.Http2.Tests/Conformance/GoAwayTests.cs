using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What a GOAWAY of the server means for the streams on both sides of its last one.</summary>
public sealed class GoAwayTests
{
    [Theory, Rfc("9113 6.8")]
    [InlineData(WireCode.NoError)]
    [InlineData(WireCode.EnhanceYourCalm)]
    [InlineData(WireCode.Internal)]
    public async Task Streams_above_the_last_one_are_safe_to_send_again_and_those_below_are_answered(uint code)
    {
        await using var exchange = await Exchange.StartAsync();
        var (below, belowNumber) = await exchange.RequestAsync();
        var (above, _) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.GoAway(belowNumber, code, "debug"));

        Assert.Equal(WireCode.Refused, Failure.Code(await Failure.OfAsync(async () => await above.ResponseAsync(exchange.Token))));
        above.Dispose();
        Assert.False(exchange.Client.CanOpen);
        Assert.Null(exchange.Client.TryOpen(Exchange.Block(), default, endsHere: true));
        await exchange.Server.AnswerAsync(belowNumber, body: "late");
        Assert.Equal((200, "late"), await exchange.AnswerAsync(below));
        below.Dispose();
    }

    [Fact, Rfc("9113 6.8")]
    public async Task After_its_last_answer_the_connection_is_closed_by_the_client()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        await exchange.Server.SendAsync(Frames.GoAway(number, WireCode.NoError));
        await exchange.Server.AnswerAsync(number, body: "last");
        Assert.Equal((200, "last"), await exchange.AnswerAsync(stream));

        stream.Dispose();

        Assert.DoesNotContain(await exchange.Server.UntilEndAsync(), static frame => frame.Kind == WireKind.RstStream);
        Assert.False(exchange.Client.IsOpen);
    }

    [Fact, Rfc("9113 6.8")]
    public async Task An_idle_connection_is_closed_by_the_client()
    {
        await using var exchange = await Exchange.StartAsync();

        await exchange.Server.SendAsync(Frames.GoAway(0, WireCode.NoError));

        await exchange.Server.UntilEndAsync();
        Assert.False(exchange.Client.IsOpen);
        Assert.False(exchange.Client.CanOpen);
    }

    [Fact, Rfc("9113 6.8")]
    public async Task The_warning_of_2_to_the_31_minus_1_lets_all_streams_end_and_a_second_one_draws_the_line()
    {
        await using var exchange = await Exchange.StartAsync();
        var (first, firstNumber) = await exchange.RequestAsync();
        var (second, _) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.GoAway(0x7FFF_FFFF, WireCode.NoError));
        await exchange.Server.PingAsync();
        Assert.False(exchange.Client.CanOpen);
        Assert.Equal(2, exchange.Client.ActiveStreams);
        await exchange.Server.SendAsync(Frames.GoAway(firstNumber, WireCode.NoError));

        Assert.Equal(WireCode.Refused, Failure.Code(await Failure.OfAsync(async () => await second.ResponseAsync(exchange.Token))));
        await exchange.Server.AnswerAsync(firstNumber, body: "one");
        Assert.Equal((200, "one"), await exchange.AnswerAsync(first));
        first.Dispose();
        second.Dispose();
    }

    [Fact, Rfc("9113 6.8")]
    public async Task The_reserved_bit_of_its_last_stream_means_nothing()
    {
        await using var exchange = await Exchange.StartAsync();
        var (below, belowNumber) = await exchange.RequestAsync();
        var (above, _) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.GoAway(0x8000_0000 | belowNumber, WireCode.NoError));

        Assert.Equal(WireCode.Refused, Failure.Code(await Failure.OfAsync(async () => await above.ResponseAsync(exchange.Token))));
        await exchange.Server.AnswerAsync(belowNumber, body: "one");
        Assert.Equal((200, "one"), await exchange.AnswerAsync(below));
        below.Dispose();
        above.Dispose();
    }

    [Fact, Rfc("9113 6.8")]
    public async Task Streams_below_that_get_no_answer_any_more_fail_with_the_servers_code()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.GoAway(number, WireCode.Internal));
        exchange.Wire.EndOutput();

        // Not one that may be sent again: the server may have acted on it.
        var failure = await Failure.OfAsync(async () => await stream.ResponseAsync(exchange.Token));
        Assert.NotEqual(WireCode.Refused, Failure.Code(failure));
        Assert.True(Failure.IsEarlyEnd(failure) || Failure.Code(failure) == WireCode.Internal, failure.ToString());
        stream.Dispose();
    }

    [Fact, Rfc("9113 6.8")]
    public async Task A_body_that_is_being_sent_goes_on_below_the_last_stream()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.UploadAsync();
        await exchange.Server.SendAsync(Frames.GoAway(number, WireCode.NoError));
        await exchange.Server.PingAsync();

        await stream.WriteAsync(new("rest"u8.ToArray()), exchange.Token);
        stream.EndBody();

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);
        Assert.Equal(4, SettingsTests.Sent(frames));
        await exchange.Server.AnswerAsync(number, body: "got");
        Assert.Equal((200, "got"), await exchange.AnswerAsync(stream));
        stream.Dispose();
    }

    [Fact, Rfc("9113 6.8")]
    public async Task A_second_one_that_names_a_higher_stream_brings_none_back()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();
        await exchange.Server.SendAsync(Frames.GoAway(0, WireCode.NoError), Frames.GoAway(number, WireCode.NoError));

        // What it does then is the client's choice: RFC 9113 only forbids the server to send it.
        var failure = await Failure.OfAsync(async () => await stream.ResponseAsync(exchange.Token));
        Assert.Contains(Failure.Code(failure), new uint?[] { WireCode.Refused, WireCode.Protocol });
        Assert.False(exchange.Client.CanOpen);
        stream.Dispose();
    }
}
