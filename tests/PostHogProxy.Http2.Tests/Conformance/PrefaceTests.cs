using System.Text;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>How a connection begins.</summary>
public sealed class PrefaceTests
{
    private static readonly CaseTable<byte[]> NoPreface = new()
    {
        { "9113 3.4", "PING first", Frames.Ping(1).ToBytes() },
        { "9113 3.4", "HEADERS first", Frames.Headers(1, WireHpack.Answer(200)).ToBytes() },
        { "9113 3.4", "DATA first", Frames.Data(1, 1).ToBytes() },
        { "9113 3.4", "WINDOW_UPDATE first", Frames.WindowUpdate(0, 1).ToBytes() },
        { "9113 3.4", "GOAWAY first", Frames.GoAway(0, 0).ToBytes() },
        { "9113 3.4", "a frame of an unknown type first", Frames.Unknown(0).ToBytes() },
        { "9113 3.4", "an acknowledgement of SETTINGS first", Frames.SettingsAck().ToBytes() },
        { "9113 3.4", "SETTINGS on a stream first", (Frames.Settings() with { Stream = 1 }).ToBytes() },
        { "9113 3.4", "SETTINGS of a wrong length first", new WireFrame(WireKind.Settings, 0, 0, new byte[5]).ToBytes() },
        { "9113 3.4", "SETTINGS of a wrong value first", Frames.Settings((WireSetting.MaxFrameSize, 1)).ToBytes() },
        { "9113 3.4", "an answer of HTTP/1.1", Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n") },
        { "9113 3.4", "the client's own preface", Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") },
        { "9113 3.4", "zeros", new byte[100] },
    };

    public static IEnumerable<TheoryDataRow<string>> Rows => NoPreface.Rows;

    [Fact, Rfc("9113 3.4")]
    public async Task The_client_sends_its_preface_and_settings_first()
    {
        await using var exchange = await Exchange.StartAsync(new Http2Limits { StreamWindow = 300_000, ConnectionWindow = 5_000_000, MaxHeaderListSize = 40_000 });

        var settings = exchange.Server.Opening[0];
        Assert.Equal((WireKind.Settings, 0, 0u), (settings.Kind, settings.Flags, settings.Stream));
        var values = Enumerable.Range(0, settings.Payload.Length / 6).ToDictionary(at => (ushort)(settings.Payload[6 * at] << 8 | settings.Payload[(6 * at) + 1]), at => settings.Number((6 * at) + 2));
        Assert.Equal(0u, values[WireSetting.HeaderTableSize]);
        Assert.Equal(0u, values[WireSetting.EnablePush]);
        Assert.Equal(300_000u, values[WireSetting.InitialWindowSize]);
        Assert.Equal(40_000u, values[WireSetting.MaxHeaderListSize]);
        Assert.Equal(5_000_000, exchange.Server.ConnectionWindow);
    }

    [Fact, Rfc("9113 6.5.3")]
    public async Task The_servers_first_settings_are_acknowledged_once()
    {
        await using var exchange = await Exchange.StartAsync();

        Assert.Equal(WireKind.Settings, exchange.Server.Opening[^1].Kind);
        Assert.DoesNotContain(await exchange.Server.PingAsync(), static frame => frame.Kind == WireKind.Settings);
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task A_server_that_begins_with_anything_else_is_no_HTTP2_server(string start)
    {
        using var bound = new Bound();
        var (clientSide, serverSide) = MemoryDuplex.Pair();
        using var server = new RawServer(serverSide, bound.Token);
        var client = Http2Connection.StartAsync(clientSide, new Http2Limits(), bound.Token);
        await server.ReadPrefaceAsync();

        await server.SendBytesAsync(NoPreface[start]);

        await Assert.ThrowsAsync<HttpRequestException>(() => client);
        var frames = await server.UntilEndAsync();
        Assert.All(frames.Where(static frame => frame.Kind == WireKind.GoAway), static frame => Assert.NotEqual(WireCode.NoError, frame.Number(4)));
    }

    [Theory, Rfc("9113 3.4")]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public async Task A_server_that_closes_before_its_settings_are_whole_is_a_failure(int length)
    {
        using var bound = new Bound();
        var (clientSide, serverSide) = MemoryDuplex.Pair();
        using var server = new RawServer(serverSide, bound.Token);
        var client = Http2Connection.StartAsync(clientSide, new Http2Limits(), bound.Token);
        await server.ReadPrefaceAsync();

        await server.SendBytesAsync(Frames.Settings((WireSetting.MaxConcurrentStreams, 1)).ToBytes()[..length]);
        serverSide.EndOutput();

        await Assert.ThrowsAsync<HttpRequestException>(() => client);
    }

    [Fact, Rfc("9113 3.4")]
    public async Task A_connection_that_breaks_before_the_settings_is_a_failure()
    {
        using var bound = new Bound();
        var (clientSide, serverSide) = MemoryDuplex.Pair();
        var client = Http2Connection.StartAsync(clientSide, new Http2Limits(), bound.Token);

        serverSide.Break();

        await Assert.ThrowsAsync<HttpRequestException>(() => client);
    }

    [Fact, Rfc("9113 3.4")]
    public async Task Whoever_waits_for_the_settings_can_stop_waiting()
    {
        using var bound = new Bound();
        using var patience = new CancellationTokenSource();
        var (clientSide, serverSide) = MemoryDuplex.Pair();
        using var server = new RawServer(serverSide, bound.Token);
        var client = Http2Connection.StartAsync(clientSide, new Http2Limits(), patience.Token);
        await server.ReadPrefaceAsync();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client);
        await server.UntilEndAsync();
    }
}
