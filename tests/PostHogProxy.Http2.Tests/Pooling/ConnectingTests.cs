using System.Net.Sockets;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Pooling;

/// <summary>What happens to those who wait for a connection.</summary>
public sealed class ConnectingTests
{
    [Fact]
    public async Task A_failure_to_connect_fails_all_who_wait_with_that_failure_and_the_next_request_tries_anew()
    {
        using var servers = new PooledServers();
        var refused = new TaskCompletionSource();
        var failure = new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));
        servers.BeforeConnected = (_, _) => refused.Task;
        var waiting = Enumerable.Range(0, 5).Select(_ => servers.OpenAsync()).ToList();
        await Until.IsAsync(() => servers.Attempts == 1, servers.Token);

        refused.SetException(failure);

        foreach (var one in waiting)
        {
            Assert.Same(failure, await Assert.ThrowsAsync<HttpRequestException>(() => one));
        }

        Assert.Equal(1, servers.Attempts);
        servers.BeforeConnected = static (_, _) => Task.CompletedTask;
        await servers.ExchangeAsync(0);
        Assert.Equal(2, servers.Attempts);
    }

    [Fact]
    public async Task A_connect_that_throws_at_once_is_a_failure_like_any_other()
    {
        using var servers = new PooledServers();
        servers.BeforeConnected = static (_, _) => throw new HttpRequestException("at once");

        Assert.Equal("at once", (await Assert.ThrowsAsync<HttpRequestException>(() => servers.OpenAsync())).Message);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_HTTP2_is_a_failure_and_the_next_request_tries_anew()
    {
        using var servers = new PooledServers((WireSetting.EnablePush, 1));

        Assert.Equal(WireCode.Protocol, Failure.Code(await Assert.ThrowsAsync<HttpRequestException>(() => servers.OpenAsync())));

        servers.Settings = [];
        await servers.ExchangeAsync(1);
    }

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
    public async Task A_server_that_never_begins_to_speak_HTTP2_is_a_failure_in_time_and_the_next_request_tries_anew()
    {
        using var servers = new PooledServers { IsSilent = true };
        var waiting = new[] { servers.OpenAsync(), servers.OpenAsync() };
        await Until.IsAsync(() => servers.Count == 1, servers.Token);
        await servers[0].ReadAsync();

        servers.Time.Advance(TimeSpan.FromSeconds(6));

        foreach (var one in waiting)
        {
            // As the runtime's client tells that ConnectTimeout has passed.
            Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<TaskCanceledException>(() => one.WaitAsync(servers.Token))).InnerException);
        }

        await servers[0].UntilEndAsync();
        servers.IsSilent = false;
        await servers.ExchangeAsync(1);
    }

    [Fact]
    public async Task A_connection_is_not_opened_in_the_context_of_the_request_that_waits_first()
    {
        using var servers = new PooledServers();
        var ambient = new AsyncLocal<string?> { Value = "the first request" };
        var seen = new List<string?>();
        servers.BeforeConnected = (_, _) =>
        {
            seen.Add(ambient.Value);
            return Task.CompletedTask;
        };

        (await servers.OpenAsync()).Dispose();

        Assert.Equal([null], seen);
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
        for (var at = 0; at < 200; at++)
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
        await Until.IsAsync(() => servers.Attempts == 2, servers.Token);

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
        await Until.IsAsync(() => servers.Attempts == 2, servers.Token);
        await servers[0].PingAsync();

        await servers[0].SendAsync(Frames.GoAway(1, WireCode.NoError));

        (await second).Dispose();
        await servers[0].AnswerAsync(1, 200, "late");
        await first.ResponseAsync(servers.Token);
    }

    [Fact]
    public async Task A_pool_that_ends_ends_the_attempt_the_wait_and_the_connections()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        using var first = await servers.OpenAsync();
        var connecting = new TaskCompletionSource();
        servers.BeforeConnected = (_, cancellationToken) =>
        {
            cancellationToken.Register(connecting.SetResult);
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2, servers.Token);

        servers.Pool.Dispose();

        await connecting.Task.WaitAsync(servers.Token);
        await Assert.ThrowsAnyAsync<Exception>(() => second.WaitAsync(servers.Token));
        Assert.True(second.IsCompleted);
        await Failure.OfAsync(async () => await first.ResponseAsync(servers.Token));
        await servers[0].UntilEndAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => servers.OpenAsync());
    }

    [Fact]
    public async Task A_pool_that_ends_fails_those_who_wait_for_room_only()
    {
        using var servers = new PooledServers((WireSetting.MaxConcurrentStreams, 1));
        using var first = await servers.OpenAsync();
        var failed = new TaskCompletionSource();
        servers.BeforeConnected = (_, _) => failed.Task;
        var second = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 2, servers.Token);
        failed.SetException(new HttpRequestException("No second one."));
        using var patience = new CancellationTokenSource();
        var impatient = servers.OpenAsync(patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);

        servers.Pool.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => second.WaitAsync(servers.Token));
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_is_ready_after_the_end_of_the_pool_is_closed()
    {
        using var servers = new PooledServers();
        var slow = new TaskCompletionSource();
        servers.BeforeConnected = (_, _) => slow.Task;
        var waiting = servers.OpenAsync();
        await Until.IsAsync(() => servers.Attempts == 1, servers.Token);

        servers.Pool.Dispose();
        slow.SetResult();

        await Assert.ThrowsAnyAsync<Exception>(() => waiting.WaitAsync(servers.Token));
        await Until.IsAsync(() => servers.Count == 1, servers.Token);
        await servers[0].UntilEndAsync();
    }
}
