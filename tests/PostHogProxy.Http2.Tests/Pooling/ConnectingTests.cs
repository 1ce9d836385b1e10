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
}
