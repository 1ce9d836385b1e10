using PostHogProxy.Http2.Pooling;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Pooling;

/// <summary>How long a connection is used: 5 minutes, and 1 minute without a request.</summary>
public sealed class AgeTests
{
    [Fact]
    public async Task A_connection_without_a_request_for_a_minute_is_closed()
    {
        using var servers = new PooledServers();
        await servers.ExchangeAsync(0);

        servers.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(1, servers.Pool.Count);
        servers.Time.Advance(TimeSpan.FromSeconds(60));

        var frames = await servers[0].UntilEndAsync();
        Assert.Equal(WireCode.NoError, Assert.Single(frames, static frame => frame.Kind == WireKind.GoAway).Number(4));
        Assert.Equal(0, servers.Pool.Count);
        await servers.ExchangeAsync(1);
    }

    [Fact]
    public async Task A_connection_with_a_request_now_and_then_is_kept()
    {
        using var servers = new PooledServers();
        for (var at = 0; at < 20; at++)
        {
            await servers.ExchangeAsync(0);
            servers.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((1, 1), (servers.Attempts, servers.Pool.Count));
    }

    [Fact]
    public async Task A_connection_whose_request_takes_long_is_not_idle()
    {
        using var servers = new PooledServers();
        using var stream = await servers.OpenAsync();

        servers.Time.Advance(TimeSpan.FromMinutes(4));

        await servers.AnswerAsync(0, stream);
        await servers.ExchangeAsync(0);
        Assert.Equal(1, servers.Attempts);
    }

    [Fact]
    public async Task After_five_minutes_new_requests_go_over_a_new_connection_and_old_ones_end_well()
    {
        using var servers = new PooledServers();
        var old = await servers.OpenAsync();

        servers.Time.Advance(TimeSpan.FromSeconds((5 * 60) + 15));

        await servers.ExchangeAsync(1);
        await servers.AnswerAsync(0, old);
        old.Dispose();
        await servers[0].UntilEndAsync();
        await servers.ExchangeAsync(1);
        Assert.Equal(2, servers.Attempts);
    }

    [Fact]
    public async Task A_connection_in_use_all_the_time_is_left_after_five_minutes()
    {
        using var servers = new PooledServers();
        for (var at = 0; at < 70; at++)
        {
            await servers.ExchangeAsync(servers.Count == 0 ? 0 : servers.Attempts - 1 + (servers.Pool.Count == 0 ? 1 : 0));
            servers.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(2, servers.Attempts);
        await servers[0].UntilEndAsync();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(10_000_000)]
    public async Task Other_times_count_as_well(int milliseconds)
    {
        using var servers = new PooledServers(new Http2PoolOptions { Lifetime = TimeSpan.MaxValue, IdleTimeout = TimeSpan.FromMilliseconds(milliseconds) });
        await servers.ExchangeAsync(0);

        servers.Time.Advance(TimeSpan.FromMilliseconds(milliseconds / 2));
        Assert.Equal(1, servers.Pool.Count);
        servers.Time.Advance(TimeSpan.FromMilliseconds(milliseconds * 1.5) + TimeSpan.FromMilliseconds(2));

        Assert.Equal(0, servers.Pool.Count);
        await servers[0].UntilEndAsync();
    }

    [Fact]
    public async Task Before_five_minutes_the_connection_stays()
    {
        using var servers = new PooledServers();
        for (var at = 0; at < 29; at++)
        {
            await servers.ExchangeAsync(0);
            servers.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, servers.Attempts);
    }
}
