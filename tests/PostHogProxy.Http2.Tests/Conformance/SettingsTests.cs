using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What a server may set, and what the client does then.</summary>
public sealed class SettingsTests
{
    [Fact, Rfc("9113 6.5.3")]
    public async Task Each_SETTINGS_is_acknowledged_and_no_acknowledgement_is()
    {
        await using var exchange = await Exchange.StartAsync();

        await exchange.Server.SendAsync(Frames.Settings((0xAA, 1)), Frames.SettingsAck(), Frames.Settings(), Frames.Settings((WireSetting.InitialWindowSize, 10)));

        var frames = await exchange.Server.PingAsync();
        Assert.Equal(3, frames.Count);
        Assert.All(frames, static frame => Assert.Equal((WireKind.Settings, WireFlag.Ack, 0u, 0), (frame.Kind, frame.Flags, frame.Stream, frame.Payload.Length)));
    }

    [Theory, Rfc("9113 6.5.2")]
    [InlineData(16_384u, 40_000)]
    [InlineData(20_000u, 50_000)]
    [InlineData(0xFF_FFFFu, 60_000)]
    public async Task No_frame_is_larger_than_the_server_allows(uint largest, int body)
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.MaxFrameSize, largest));
        using var stream = exchange.Open("POST", body: new byte[body]);

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);

        Assert.All(frames, frame => Assert.InRange(frame.Payload.Length, 0, (int)largest));
        Assert.Equal(body, frames.Where(static frame => frame.Kind == WireKind.Data).Sum(static frame => frame.Payload.Length));
    }

    [Fact, Rfc("9113 6.10")]
    public async Task A_header_block_larger_than_a_frame_goes_in_CONTINUATION()
    {
        await using var exchange = await Exchange.StartAsync();
        var value = new string('\u007e', 50_000);
        using var stream = exchange.Client.TryOpen(Exchange.Block("GET", "/", ("x-long", value)), default, endsHere: true);

        var frames = await exchange.Server.UntilAsync(static frame => (frame.Flags & WireFlag.EndHeaders) != 0 && frame.Kind is WireKind.Headers or WireKind.Continuation && (frame.Flags & WireFlag.EndHeaders) != 0);

        Assert.Equal(WireKind.Headers, frames[0].Kind);
        Assert.Equal(WireFlag.EndStream, frames[0].Flags);
        Assert.All(frames.Skip(1), static frame => Assert.Equal(WireKind.Continuation, frame.Kind));
        Assert.All(frames, static frame => Assert.InRange(frame.Payload.Length, 0, 16_384));
        Assert.All(frames, static frame => Assert.Equal(1u, frame.Stream));
        Assert.Contains(("x-long", value), exchange.Server.Hpack.Read([.. frames.SelectMany(static frame => frame.Payload)]));
    }

    [Theory, Rfc("9113 5.1.2")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_streams_are_open_than_the_server_allows(int most)
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.MaxConcurrentStreams, (uint)most));
        var open = new List<Http2Stream>();
        for (var at = 0; at < most; at++)
        {
            open.Add(exchange.Open());
        }

        Assert.False(exchange.Client.CanOpen);
        Assert.True(exchange.Client.IsOpen);
        Assert.Null(exchange.Client.TryOpen(Exchange.Block(), default, endsHere: true));
        Assert.Equal(most, exchange.Client.ActiveStreams);
        if (most > 0)
        {
            await exchange.Server.AnswerAsync((await exchange.Server.ReadRequestAsync()).Stream);
            Assert.Equal((200, ""), await exchange.AnswerAsync(open[0]));
            open[0].Dispose();
            open.Add(exchange.Open());
            Assert.False(exchange.Client.CanOpen);
        }

        open.ForEach(static stream => stream.Dispose());
    }

    [Fact, Rfc("9113 5.1.2")]
    public async Task A_limit_that_falls_below_what_is_open_stops_new_streams_and_harms_none()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.MaxConcurrentStreams, 10));
        var (first, firstNumber) = await exchange.RequestAsync();
        var (second, secondNumber) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Settings((WireSetting.MaxConcurrentStreams, 1)));
        await exchange.Server.PingAsync();
        Assert.False(exchange.Client.CanOpen);
        await exchange.Server.AnswerAsync(firstNumber, body: "first");
        Assert.Equal((200, "first"), await exchange.AnswerAsync(first));
        first.Dispose();
        Assert.False(exchange.Client.CanOpen);
        await exchange.Server.AnswerAsync(secondNumber, body: "second");
        await exchange.AnsweredAsync(second, 200, "second");
    }

    [Fact, Rfc("9113 5.1.2")]
    public async Task A_limit_that_rises_allows_more()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.MaxConcurrentStreams, 0));
        Assert.False(exchange.Client.CanOpen);

        await exchange.Server.SendAsync(Frames.Settings((WireSetting.MaxConcurrentStreams, 1)));
        await exchange.Server.PingAsync();

        Assert.True(exchange.Client.CanOpen);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 6.9.2")]
    public async Task A_larger_initial_window_lets_a_body_go_on()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 10));
        using var stream = exchange.Open("POST", body: new byte[25]);
        Assert.Equal(10, Sent(await exchange.Server.PingAsync()));

        await exchange.Server.SendAsync(Frames.Settings((WireSetting.InitialWindowSize, 15)));
        Assert.Equal(5, Sent(await exchange.Server.PingAsync()));
        await exchange.Server.SendAsync(Frames.Settings((WireSetting.InitialWindowSize, 1000)));

        var rest = await exchange.Server.UntilAsync(static frame => frame.Ends);
        Assert.Equal(10, Sent(rest));
    }

    [Fact, Rfc("9113 6.9.2")]
    public async Task A_smaller_initial_window_makes_a_window_negative_and_the_client_waits_until_it_is_positive()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 100));
        using var stream = exchange.Open("POST", body: new byte[150]);
        var head = await exchange.Server.ReadHeadAsync();
        Assert.Equal(100, Sent(await exchange.Server.PingAsync()));

        // The window is 0 - 60 now.
        await exchange.Server.SendAsync(Frames.Settings((WireSetting.InitialWindowSize, 40)), Frames.WindowUpdate(head.Stream, 60));
        Assert.Equal(0, Sent(await exchange.Server.PingAsync()));
        await exchange.Server.SendAsync(Frames.WindowUpdate(head.Stream, 7));
        Assert.Equal(7, Sent(await exchange.Server.PingAsync()));
        await exchange.Server.SendAsync(Frames.WindowUpdate(head.Stream, 1000));
        Assert.Equal(43, Sent(await exchange.Server.UntilAsync(static frame => frame.Ends)));
    }

    [Fact, Rfc("9113 6.9.2")]
    public async Task The_initial_window_does_not_change_the_connections()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 1_000_000));
        using var stream = exchange.Open("POST", body: new byte[200_000]);
        Assert.Equal(65_535, Sent(await exchange.Server.PingAsync()));

        await exchange.Server.SendAsync(Frames.Settings((WireSetting.InitialWindowSize, 2_000_000)));
        Assert.Equal(0, Sent(await exchange.Server.PingAsync()));
    }

    internal static int Sent(IEnumerable<WireFrame> frames) => frames.Where(static frame => frame.Kind == WireKind.Data).Sum(static frame => frame.Payload.Length);
}
