using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>A server that wants to cost the client memory or time (RFC 9113, section 10.5). It does not read what the client answers.</summary>
public sealed class AbuseTests
{
    private static readonly byte[] Ok = WireHpack.Answer(200);

    private static readonly CaseTable<(Func<uint, WireFrame[]> Before, Func<uint, WireFrame[]> Flood)> Floods = new()
    {
        { "9113 10.5", "PING", (_ => [], _ => [Frames.Ping(1)]) },
        { "9113 10.5", "SETTINGS", (_ => [], _ => [Frames.Settings((WireSetting.InitialWindowSize, 1), (WireSetting.InitialWindowSize, 2))]) },
        { "9113 10.5", "empty SETTINGS", (_ => [], _ => [Frames.Settings()]) },
        { "9113 10.5", "acknowledgements of SETTINGS", (_ => [], _ => [Frames.SettingsAck()]) },
        { "9113 10.5", "answers to PING", (_ => [], _ => [Frames.Ping(1, ack: true)]) },
        { "9113 10.5", "empty DATA", (id => [Frames.Headers(id, Ok)], id => [Frames.Data(id, 0)]) },
        { "9113 10.5", "DATA with nothing but padding", (id => [Frames.Headers(id, Ok)], id => [Frames.Padded(Frames.Data(id, 0), 0)]) },
        { "9113 10.5", "PRIORITY", (_ => [], id => [Frames.Priority(id)]) },
        { "9113 10.5", "frames of an unknown type", (_ => [], _ => [Frames.Unknown(0)]) },
        { "9113 10.5", "GOAWAY", (_ => [], _ => [Frames.GoAway(0x7FFF_FFFF, 0)]) },
        { "9113 10.5", "a header block of single bytes that does not end", (id => [Frames.Headers(id, Ok, endHeaders: false)], id => [Frames.Continuation(id, [0x82], endHeaders: false)]) },
        { "9113 10.5", "a header block of nothing that does not end", (id => [Frames.Headers(id, Ok, endHeaders: false)], id => [Frames.Continuation(id, [], endHeaders: false)]) },
        { "9113 10.5", "a header block of large frames that does not end", (id => [Frames.Headers(id, Ok, endHeaders: false)], id => [Frames.Continuation(id, [.. Enumerable.Repeat((byte)0x82, 16_384)], endHeaders: false)]) },
        { "9113 10.5", "PING between frames that bring something on", (_ => [], id => [.. Enumerable.Repeat(Frames.Ping(1), 100), Frames.Headers(id, WireHpack.Answer(103))]) },
        { "9113 10.5", "PING between DATA that nobody reads", (id => [Frames.Headers(id, Ok)], id => [.. Enumerable.Repeat(Frames.Ping(1), 900), Frames.Data(id, 1)]) },
        { "9113 10.5", "SETTINGS between resets of a closed stream", (id => [Frames.RstStream(id, WireCode.Cancel)], id => [.. Enumerable.Repeat(Frames.Settings(), 100), Frames.RstStream(id, WireCode.Cancel)]) },
    };

    public static IEnumerable<TheoryDataRow<string>> Rows => Floods.Rows;

    [Theory, MemberData(nameof(Rows))]
    public async Task A_flood_ends_the_connection(string flood)
    {
        using var bound = new Bound();
        var (clientSide, serverSide) = MemoryDuplex.Pair(capacity: 64 * 1024);
        using var server = new RawServer(serverSide, bound.Token);
        var shaken = server.ShakeHandsAsync();
        using var client = await Http2Connection.StartAsync(clientSide, new Http2Limits(), bound.Token);
        await shaken;
        using var stream = client.TryOpen(Exchange.Block(), default, endsHere: true)!;
        await server.ReadRequestAsync();

        // It reads when it is too late. The client does not wait for that for long.
        var reading = Task.Run(async () =>
        {
            await Until.IsAsync(() => !client.IsOpen, bound.Token);
            return await server.UntilEndAsync();
        });
        var sent = 0;
        try
        {
            await server.SendAsync(Floods[flood].Before(1));
            byte[] part = [.. Floods[flood].Flood(1).SelectMany(static frame => frame.ToBytes())];
            byte[] parts = [.. Enumerable.Repeat(part, 100).SelectMany(static one => one)];
            for (; client.IsOpen && sent < 64 * 1024 * 1024; sent += parts.Length)
            {
                await server.SendBytesAsync(parts);
            }
        }
        catch (IOException)
        {
            // It has closed.
        }

        Assert.False(client.IsOpen, $"It was still open after {sent} bytes.");
        await Failure.OfAsync(async () => await stream.ReadAsync(new byte[1], bound.Token));
        var goAway = Assert.Single(await reading, static frame => frame.Kind == WireKind.GoAway);
        Assert.Equal(WireCode.EnhanceYourCalm, goAway.Number(4));
    }

    [Theory, Rfc("9113 10.5.1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_header_list_larger_than_the_client_allows_fails_its_exchange_alone(bool small)
    {
        await using var exchange = await Exchange.StartAsync(new Http2Limits { MaxHeaderListSize = 10_000 });
        var (stream, number) = await exchange.RequestAsync();
        byte[] fields = small
            ? [.. Enumerable.Range(0, 400).SelectMany(static _ => WireHpack.Indexed(16))]
            : WireHpack.Literal("x-long", new string('v', 12_000));

        await exchange.Server.SendAsync(Frames.Headers(number, [.. WireHpack.NoTable, .. WireHpack.Indexed(8), .. fields], end: true));

        var reset = await exchange.Server.NextAsync(WireKind.RstStream);
        Assert.Equal(number, reset.Stream);
        await Failure.OfAsync(async () => await stream.ResponseAsync(exchange.Token));
        stream.Dispose();
        await exchange.GoesOnAsync();
    }

    [Fact, Rfc("9113 10.5.1")]
    public async Task A_header_list_as_large_as_the_client_allows_is_read()
    {
        await using var exchange = await Exchange.StartAsync(new Http2Limits { MaxHeaderListSize = 10_000 });
        var (stream, number) = await exchange.RequestAsync();

        // 42 bytes of the status, 38 of the other name and the overhead.
        await exchange.Server.AnswerAsync(number, 200, "ok", ("x-long", new string('v', 10_000 - 42 - 38)));

        await exchange.AnsweredAsync(stream, 200, "ok");
    }

    [Fact, Rfc("9113 10.5")]
    public async Task Interim_answers_without_end_reset_their_stream()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync([.. Enumerable.Repeat(Frames.Headers(number, WireHpack.Answer(103, ("link", "</a>"))), 1000)]);

        await exchange.StreamErrorAsync(stream, number, WireCode.EnhanceYourCalm);
    }

    [Fact, Rfc("9113 10.5")]
    public async Task Some_empty_frames_and_pings_are_no_flood()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();
        var send = Task.Run(async () =>
        {
            for (var at = 0; at < 500; at++)
            {
                await exchange.Server.SendAsync(Frames.Ping(1), Frames.Data(number, 0), Frames.Data(number, [1]), Frames.Settings());
            }

            await exchange.Server.SendAsync(Frames.Data(number, 0, end: true));
        });
        Assert.Equal(500, (await exchange.ReadAllAsync(stream)).Length);
        await send;
        stream.Dispose();
        await exchange.GoesOnAsync();
    }
}
