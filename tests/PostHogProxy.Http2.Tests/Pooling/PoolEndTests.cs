using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Pooling;

/// <summary>How a pool ends.</summary>
public sealed class PoolEndTests
{
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
        await Until.IsAsync(() => !servers.IsConnecting, servers.Token);
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
