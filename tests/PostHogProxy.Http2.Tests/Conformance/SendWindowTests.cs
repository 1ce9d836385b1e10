using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>The client never sends more than the server has room for.</summary>
public sealed class SendWindowTests
{
    [Fact, Rfc("9113 6.9.1")]
    public async Task A_body_waits_for_the_streams_window()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 0));
        using var stream = exchange.Open("POST", body: new byte[30]);
        var head = await exchange.Server.ReadHeadAsync();
        Assert.Empty(await exchange.Server.PingAsync());

        foreach (var step in new uint[] { 1, 9, 15 })
        {
            await exchange.Server.SendAsync(Frames.WindowUpdate(head.Stream, step));
            Assert.Equal((int)step, SettingsTests.Sent(await exchange.Server.PingAsync()));
        }

        await exchange.Server.SendAsync(Frames.WindowUpdate(head.Stream, 5));
        var last = await exchange.Server.UntilAsync(static frame => frame.Ends);
        Assert.Equal(5, SettingsTests.Sent(last));
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task Bodies_share_the_connections_window_and_all_go_on_when_it_grows()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 50_000));
        var streams = Enumerable.Range(0, 3).Select(_ => exchange.Open("POST", body: new byte[40_000])).ToList();
        Assert.Equal(65_535, SettingsTests.Sent(await exchange.Server.PingAsync()));

        await exchange.Server.SendAsync(Frames.WindowUpdate(0, 100));
        Assert.Equal(100, SettingsTests.Sent(await exchange.Server.PingAsync()));
        await exchange.Server.SendAsync(Frames.WindowUpdate(0, 1_000_000));

        var rest = await exchange.Server.PingAsync();
        Assert.Equal((3 * 40_000) - 65_635, SettingsTests.Sent(rest));
        streams.ForEach(static stream => stream.Dispose());
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task A_request_without_a_body_needs_no_window()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 0));

        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task An_empty_end_of_a_body_needs_no_window()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 4));
        var (stream, number) = await exchange.UploadAsync();
        await stream.WriteAsync(new("four"u8.ToArray()), exchange.Token);

        stream.EndBody();

        Assert.Equal(4, SettingsTests.Sent(await exchange.Server.UntilAsync(static frame => frame.Ends)));
        await exchange.Server.AnswerAsync(number, body: "got");
        await exchange.AnsweredAsync(stream, 200, "got");
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task A_write_waits_for_the_window_and_ends_when_it_comes()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 10));
        var (stream, number) = await exchange.UploadAsync();
        var sent = 0;
        var write = Task.Run(async () =>
        {
            for (var part = 0; part < 20; part++)
            {
                await stream.WriteAsync(new(new byte[5000]), exchange.Token);
            }

            stream.EndBody();
        });

        for (var ended = false; !ended;)
        {
            var frame = await exchange.Server.NextAsync(WireKind.Data);
            sent += frame.Payload.Length;
            ended = frame.Ends;
            await exchange.Server.SendAsync(Frames.WindowUpdate(number, (uint)Math.Max(1, frame.Payload.Length)), Frames.WindowUpdate(0, (uint)Math.Max(1, frame.Payload.Length)));
        }

        await write;
        Assert.Equal(100_000, sent);
        await exchange.Server.AnswerAsync(number, body: "got");
        await exchange.AnsweredAsync(stream, 200, "got");
    }

    [Theory, Rfc("9113 6.9.1")]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(1000, false)]
    public async Task A_body_that_begins_with_the_request_goes_on_behind_it(int window, bool givesUp)
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, (uint)window));
        using var stream = exchange.Client.TryOpen(Exchange.Block("POST"), Enumerable.Repeat((byte)'a', 100).ToArray(), endsHere: false)!;
        using var patience = new CancellationTokenSource();
        var write = stream.WriteAsync(new(Enumerable.Repeat((byte)'b', 50).ToArray()), patience.Token).AsTask();
        var before = await exchange.Server.PingAsync();
        if (givesUp)
        {
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            return;
        }

        await exchange.Server.SendAsync(Frames.WindowUpdate(1, 1000));
        await write;
        stream.EndBody();

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);
        byte[] body = [.. before.Concat(frames).Where(static frame => frame.Kind == WireKind.Data).SelectMany(static frame => frame.Payload)];
        Assert.Equal(new string('a', 100) + new string('b', 50), System.Text.Encoding.ASCII.GetString(body));
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task A_write_that_waits_for_a_window_can_be_given_up()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 0));
        var (stream, number) = await exchange.UploadAsync();
        using var patience = new CancellationTokenSource();
        var write = stream.WriteAsync(new(new byte[300_000]), patience.Token).AsTask();
        await exchange.Server.PingAsync();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        stream.Dispose();
        Assert.Equal(number, (await exchange.Server.NextAsync(WireKind.RstStream)).Stream);
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task A_stream_that_is_reset_while_its_body_waits_frees_the_window_for_others()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 100_000));
        var stuck = exchange.Open("POST", body: new byte[100_000]);
        using var next = exchange.Open("POST", body: new byte[10]);
        Assert.Equal(65_535, SettingsTests.Sent(await exchange.Server.PingAsync()));

        stuck.Dispose();
        await exchange.Server.NextAsync(WireKind.RstStream);
        await exchange.Server.SendAsync(Frames.WindowUpdate(0, 10));

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);
        Assert.Equal(10, SettingsTests.Sent(frames));
        Assert.All(frames.Where(static frame => frame.Kind == WireKind.Data), static frame => Assert.Equal(3u, frame.Stream));
    }
}
