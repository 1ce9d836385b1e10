using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Answers without a body, and answers that come early.</summary>
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
        Assert.Equal(WireCode.NoError, reset.Number());
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
}
