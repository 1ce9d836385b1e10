using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>How the client has to take what a server does.</summary>
internal static class Verdicts
{
    /// <summary>RFC 9113, section 5.4.1: GOAWAY with one of these codes, then the end; all exchanges fail with it.</summary>
    public static async Task ConnectionErrorAsync(this Exchange exchange, Http2Stream stream, params uint[] codes)
    {
        var failure = await Failure.OfAsync(async () => await exchange.AnswerAsync(stream));
        var frames = await exchange.Server.UntilEndAsync();
        var goAway = Assert.Single(frames, static frame => frame.Kind == WireKind.GoAway);
        Assert.Equal(0u, goAway.Stream);
        Assert.Equal(0u, goAway.Number());
        Assert.Contains(goAway.Number(4), codes);
        Assert.Equal(goAway.Number(4), Failure.Code(failure));
        Assert.Same(goAway, frames[^1]);
        Assert.False(exchange.Client.IsOpen);
        Assert.False(exchange.Client.CanOpen);
        Assert.Null(exchange.Client.TryOpen(Exchange.Block(), default, endsHere: true));
        stream.Dispose();
        Assert.Equal(0, exchange.Client.ActiveStreams);
    }

    /// <summary>RFC 9113, section 5.4.2: RST_STREAM with one of these codes; this exchange fails with it, the connection goes on.</summary>
    public static async Task StreamErrorAsync(this Exchange exchange, Http2Stream stream, uint number, params uint[] codes)
    {
        var reset = await exchange.Server.NextAsync(WireKind.RstStream);
        Assert.Equal(number, reset.Stream);
        Assert.Contains(reset.Number(), codes);
        var failure = await Failure.OfAsync(async () => await exchange.AnswerAsync(stream));
        Assert.Equal(reset.Number(), Failure.Code(failure));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    /// <summary>The next exchange succeeds. No frame comes before it that tells of a fault.</summary>
    public static async Task GoesOnAsync(this Exchange exchange)
    {
        using var next = exchange.Open(path: "/next");
        var before = await exchange.Server.UntilAsync(static frame => frame.Kind == WireKind.Headers);
        Assert.DoesNotContain(before, static frame => frame.Kind is WireKind.GoAway or WireKind.RstStream);
        var head = before[^1];
        Assert.Equal("/next", exchange.Server.Hpack.Read(head.Payload).Single(static field => field.Name == ":path").Value);
        await exchange.Server.AnswerAsync(head.Stream, 200, "next");
        Assert.Equal((200, "next"), await exchange.AnswerAsync(next));
        Assert.True(exchange.Client.IsOpen);
    }

    /// <summary>The answer is as the server meant it, and the connection goes on.</summary>
    public static async Task AnsweredAsync(this Exchange exchange, Http2Stream stream, int status, string body)
    {
        Assert.Equal((status, body), await exchange.AnswerAsync(stream));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }
}
