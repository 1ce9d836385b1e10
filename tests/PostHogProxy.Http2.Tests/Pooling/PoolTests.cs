using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Pooling;

/// <summary>Which connection a request goes over, and when another is opened.</summary>
public sealed class PoolTests
{
    [Fact]
    public async Task One_connection_serves_one_request_after_the_other_and_many_at_once()
    {
        using var servers = new PooledServers();
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => servers.OpenAsync()));

        Assert.Equal((1, 1), (servers.Attempts, servers.Count));
        foreach (var stream in streams)
        {
            stream.Dispose();
        }

        await servers.OpenAsync();
        Assert.Equal((1, 1), (servers.Attempts, servers.Pool.Count));
    }

    [Fact]
    public async Task More_streams_than_a_server_allows_go_over_more_connections()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 2));
        var streams = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => servers.OpenAsync()));

        Assert.Equal(4, servers.Count);
        for (var connection = 0; connection < 4; connection++)
        {
            var heads = new List<WireRequest>();
            for (var at = 0; at < (connection == 3 ? 1 : 2); at++)
            {
                heads.Add(await servers[connection].ReadHeadAsync());
            }

            Assert.Equal(heads.Count, heads.Select(static head => head.Stream).Distinct().Count());
        }

        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }

    [Fact]
    public async Task Room_on_a_connection_that_is_there_is_used_before_the_next_one_is_open()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        var first = await servers.OpenAsync();
        var slow = new TaskCompletionSource();
        servers.BeforeConnected = (_, cancellationToken) => slow.Task.WaitAsync(cancellationToken);
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2, servers.Token);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
        slow.SetResult();
    }

    [Fact]
    public async Task A_limit_that_rises_lets_those_go_on_who_wait()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        using var first = await servers.OpenAsync();
        servers.BeforeConnected = static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2, servers.Token);

        await servers[0].SendAsync(Frames.Settings((WireSetting.MaxConcurrentStreams, 2)));

        (await second).Dispose();
    }

    [Fact]
    public async Task A_server_that_takes_its_leave_is_followed_by_another_connection()
    {
        using var servers = new PooledServers();
        await servers.ExchangeAsync(0);

        await servers[0].SendAsync(Frames.GoAway(1, WireCode.NoError));
        await servers[0].UntilEndAsync();

        await servers.ExchangeAsync(1);
        Assert.Equal((2, 1), (servers.Attempts, servers.Pool.Count));
    }

    [Fact]
    public async Task A_connection_that_ends_is_followed_by_another_and_those_who_wait_for_room_get_it()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        using var first = await servers.OpenAsync();
        servers.BeforeConnected = static (attempt, _) => attempt == 2 ? throw new HttpRequestException("No second one.") : Task.CompletedTask;
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2 && !servers.IsConnecting, servers.Token);

        servers[0].Dispose();

        await Failure.OfAsync(async () => await first.ResponseAsync(servers.Token));
        (await second).Dispose();
    }

    [Fact]
    public async Task A_server_that_allows_no_stream_at_all_is_not_asked_for_one_connection_after_the_other()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 0));
        using var patience = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 5).Select(_ => servers.OpenAsync(patience.Token)).ToList();
        await Until.IsAsync(() => servers.Pool.Count > 0, servers.Token);

        // Time enough for a pool that does not stop.
        for (var at = 0; at < 200; at++)
        {
            await Task.Yield();
            await servers[0].PingAsync();
        }

        Assert.InRange(servers.Attempts, 1, 5);
        await servers[0].SendAsync(Frames.Settings((WireSetting.MaxConcurrentStreams, 3)));
        (await await Task.WhenAny(waiting)).Dispose();
        await patience.CancelAsync();
    }

    [Fact]
    public async Task A_server_that_ends_each_connection_before_a_request_is_a_failure_after_some_of_them()
    {
        using var servers = new PooledServers { AfterSettings = [Frames.GoAway(0, WireCode.NoError)] };

        await Failure.OfAsync(() => servers.OpenAsync());

        Assert.InRange(servers.Attempts, 1, 10);
        servers.AfterSettings = [];
        var next = servers.Attempts;
        (await servers.OpenAsync()).Dispose();
        Assert.Equal(next + 1, servers.Attempts);
    }

    [Fact]
    public async Task Connections_that_nobody_came_to_use_are_no_servers_fault()
    {
        using var servers = new PooledServers();
        for (var at = 0; at < 5; at++)
        {
            var slow = new TaskCompletionSource();
            servers.BeforeConnected = (_, cancellationToken) => slow.Task.WaitAsync(cancellationToken);
            using var patience = new CancellationTokenSource();
            var impatient = servers.OpenAsync(patience.Token);
            await Until.IsAsync(() => servers.Attempts == at + 1, servers.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
            slow.SetResult();
            await Until.IsAsync(() => servers.Pool.Count == 1, servers.Token);
            servers.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(0, servers.Pool.Count);
        }

        servers.BeforeConnected = static (_, _) => Task.CompletedTask;
        await servers.ExchangeAsync(5);
    }
}
