using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>The client holds a server to the windows that it gave, and gives them back as it reads.</summary>
public sealed class ReceiveWindowTests
{
    private const int Window = 65_535;

    [Fact, Rfc("9113 6.9.1")]
    public async Task More_than_the_streams_window_is_a_flow_control_error()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var (stream, number) = await exchange.AnsweredAsync();

        await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Data(number, 16_384), 4)]);

        var verdict = (await exchange.Server.UntilAsync(static frame => frame.Kind is WireKind.GoAway or WireKind.RstStream))[^1];
        Assert.Equal(WireCode.FlowControl, verdict.Kind == WireKind.GoAway ? verdict.Number(4) : verdict.Number());
        Assert.Equal(WireCode.FlowControl, Failure.Code(await Failure.OfAsync(async () => await exchange.ReadAllAsync(stream))));
        stream.Dispose();
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task The_whole_of_the_streams_window_may_be_used()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var (stream, number) = await exchange.AnsweredAsync();

        await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Data(number, 13_107), 4), Frames.Data(number, 13_107, end: true)]);

        Assert.Equal(Window, (await exchange.ReadAllAsync(stream)).Length);
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task Padding_counts_against_the_window()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var (stream, number) = await exchange.AnsweredAsync();

        // 257 times 256 bytes on the wire, of which 257 are content.
        await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Padded(Frames.Data(number, 1), 254), 257)]);

        var verdict = (await exchange.Server.UntilAsync(static frame => frame.Kind is WireKind.GoAway or WireKind.RstStream or WireKind.WindowUpdate))[^1];
        if (verdict.Kind == WireKind.WindowUpdate)
        {
            // It has given the padding back already, because nobody has to read that.
            Assert.InRange(verdict.Number(), 255u, 257u * 255);
        }
        else
        {
            Assert.Equal(WireCode.FlowControl, verdict.Kind == WireKind.GoAway ? verdict.Number(4) : verdict.Number());
        }

        stream.Dispose();
    }

    [Fact, Rfc("9113 6.9.1")]
    public async Task The_connections_window_is_given_back_as_bytes_come_and_the_streams_windows_bound_what_waits()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        Assert.Equal(200_000, exchange.Server.ConnectionWindow);
        var streams = new List<(Http2Stream Stream, uint Number)>();
        for (var at = 0; at < 6; at++)
        {
            streams.Add(await exchange.AnsweredAsync());
        }

        var given = 0L;
        foreach (var (_, number) in streams)
        {
            await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Data(number, 13_107), 5)]);
            given += Given(await exchange.Server.PingAsync());
        }

        Assert.InRange(given, (6 * Window) - 200_000, 6 * Window);
        foreach (var (stream, number) in streams)
        {
            await exchange.Server.SendAsync(Frames.Data(number, 0, end: true));
            Assert.Equal(Window, (await exchange.ReadAllAsync(stream)).Length);
            stream.Dispose();
        }
    }

    [Theory, Rfc("9113 6.9.1")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public async Task A_long_body_comes_through_to_a_server_that_keeps_to_the_windows(byte padding)
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var (stream, number) = await exchange.AnsweredAsync();
        var windows = new KeptWindows(exchange, number);
        var send = Task.Run(async () =>
        {
            for (var at = 0; at < 2000; at++)
            {
                var frame = Frames.Data(number, [.. Enumerable.Range(at, 600).Select(static one => (byte)one)], end: at == 1999);
                await windows.SendAsync(padding == 0 ? frame : Frames.Padded(frame, padding));
            }
        });

        var body = await exchange.ReadAllAsync(stream);

        await send;
        Assert.Equal([.. Enumerable.Range(0, 2000).SelectMany(static at => Enumerable.Range(at, 600)).Select(static one => (byte)one)], body);
        stream.Dispose();
        Assert.DoesNotContain(await exchange.Server.PingAsync(), static frame => frame.Kind is WireKind.GoAway or WireKind.RstStream);
    }

    [Fact, Rfc("9113 5.1")]
    public async Task What_comes_for_streams_that_are_given_up_is_given_back_to_the_connection()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var connection = exchange.Server.ConnectionWindow;
        for (var at = 0; at < 20; at++)
        {
            var (stream, number) = await exchange.AnsweredAsync();
            await exchange.Server.SendAsync(Frames.Data(number, 10_000));
            stream.Dispose();

            // These were under way.
            await exchange.Server.SendAsync(Frames.Data(number, 16_000), Frames.Padded(Frames.Data(number, 3_999, end: true), 0));
            connection -= 30_000;
            connection += Given(await exchange.Server.PingAsync());
            while (connection < 30_000)
            {
                connection += Given(await exchange.Server.UntilAsync(static frame => frame is { Kind: WireKind.WindowUpdate, Stream: 0 }));
            }
        }

        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 6.9")]
    public async Task A_body_that_nobody_reads_gets_no_window_back()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var (stream, number) = await exchange.AnsweredAsync();

        await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Data(number, 13_107), 5)]);

        Assert.DoesNotContain(await exchange.Server.PingAsync(), frame => frame.Kind == WireKind.WindowUpdate && frame.Stream == number);
        stream.Dispose();
    }

    [Fact, Rfc("9113 6.9")]
    public async Task A_stream_that_nobody_reads_does_not_hold_the_others_up()
    {
        await using var exchange = await Exchange.StartAsync(Exchange.SmallWindows);
        var (stuck, stuckNumber) = await exchange.AnsweredAsync();
        await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Data(stuckNumber, 13_107), 5)]);

        var (stream, number) = await exchange.AnsweredAsync();
        var windows = new KeptWindows(exchange, number, connection: exchange.Server.ConnectionWindow - Window);
        var send = Task.Run(async () =>
        {
            for (var at = 0; at < 100; at++)
            {
                await windows.SendAsync(Frames.Data(number, 10_000, end: at == 99));
            }
        });

        Assert.Equal(1_000_000, (await exchange.ReadAllAsync(stream)).Length);
        await send;
        stream.Dispose();
        stuck.Dispose();
    }

    private static long Given(IEnumerable<WireFrame> frames) => frames.Where(static frame => frame is { Kind: WireKind.WindowUpdate, Stream: 0 }).Sum(static frame => frame.Number());
}
