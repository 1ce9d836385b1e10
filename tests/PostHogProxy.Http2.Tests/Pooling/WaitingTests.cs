using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Pooling;

/// <summary>Those who wait for a connection, and stop waiting.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task Whoever_stops_waiting_for_a_connection_does_not_stop_it_for_the_others()
    {
        using var servers = new PooledServers();
        var slow = new TaskCompletionSource();
        servers.BeforeConnected = (_, cancellationToken) => slow.Task.WaitAsync(cancellationToken);
        using var patience = new CancellationTokenSource();
        var impatient = servers.OpenAsync(patience.Token);
        var patient = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 1, servers.Token);

        await patience.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.Equal(patience.Token, cancelled.CancellationToken);
        slow.SetResult();
        using var stream = await patient;
        await servers.AnswerAsync(0, stream);
        Assert.Equal(1, servers.Attempts);
    }

    [Fact]
    public async Task A_connection_that_nobody_waits_for_any_more_serves_the_next_request()
    {
        using var servers = new PooledServers();
        var slow = new TaskCompletionSource();
        servers.BeforeConnected = (_, cancellationToken) => slow.Task.WaitAsync(cancellationToken);
        using var patience = new CancellationTokenSource();
        var impatient = servers.OpenAsync(patience.Token);
        await Until.IsAsync(() => servers.Attempts == 1, servers.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        slow.SetResult();

        await Until.IsAsync(() => servers.Pool.Count == 1, servers.Token);
        await servers.ExchangeAsync(0);
        Assert.Equal(1, servers.Attempts);
    }

    [Fact]
    public async Task Whoever_is_cancelled_already_opens_nothing()
    {
        using var servers = new PooledServers();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => servers.OpenAsync(new(canceled: true)));

        Assert.Equal(0, servers.Attempts);
    }

    [Fact]
    public async Task Turns_that_come_as_their_owners_leave_are_the_next_ones()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        var current = await servers.OpenAsync();
        servers.BeforeConnected = static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        for (var at = 0; at < 3000; at++)
        {
            using var patience = new CancellationTokenSource();
            var impatient = servers.OpenAsync(patience.Token);
            var patient = servers.OpenAsync();

            // At the same time.
            var leave = Task.Run(patience.Cancel);
            current.Dispose();
            await leave;

            try
            {
                (await impatient).Dispose();
            }
            catch (OperationCanceledException)
            {
                // It left before its turn came, or as it came.
            }

            current = await patient;
        }

        current.Dispose();
    }

    [Fact]
    public async Task When_another_connection_cannot_be_opened_those_who_wait_get_room_on_the_one_that_is_there()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        var first = await servers.OpenAsync();
        servers.BeforeConnected = static (_, _) => throw new HttpRequestException("No second one.");
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2 && !servers.IsConnecting, servers.Token);

        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task A_connection_that_takes_no_more_is_nothing_to_wait_for_when_another_cannot_be_opened()
    {
        using var servers = new PooledServers();
        using var first = await servers.OpenAsync();
        servers.BeforeConnected = static (_, _) => throw new HttpRequestException("refused");

        servers.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("refused", (await Assert.ThrowsAsync<HttpRequestException>(() => servers.OpenAsync())).Message);
        Assert.Equal("refused", (await Assert.ThrowsAsync<HttpRequestException>(() => servers.OpenAsync())).Message);

        await servers.AnswerAsync(0, first);
    }

    [Fact]
    public async Task Those_who_wait_for_room_are_connected_anew_when_the_server_takes_its_leave()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        using var first = await servers.OpenAsync();
        servers.BeforeConnected = static (attempt, _) => attempt == 2 ? throw new HttpRequestException("No second one.") : Task.CompletedTask;
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2 && !servers.IsConnecting, servers.Token);
        await servers[0].PingAsync();

        await servers[0].SendAsync(Frames.GoAway(1, WireCode.NoError));

        (await second).Dispose();
        await servers[0].AnswerAsync(1, 200, "late");
        await first.ResponseAsync(servers.Token);
    }
}
