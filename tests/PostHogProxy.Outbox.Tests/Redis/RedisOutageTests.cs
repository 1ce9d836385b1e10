using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>Outages of PostHog, of Redis, and of nodes.</summary>
public sealed class RedisOutageTests
{
    [Fact]
    public async Task An_event_of_an_outage_is_answered_200_and_arrives_afterwards()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var app = await RedisApp.StartAsync(postHog.Server, redis);
        postHog.TakeDown();
        Assert.Equal(200, await app.SendAsync("in the outage"));
        Assert.Empty(postHog.Server.Journal.Events);

        postHog.BringBack();
        await postHog.ArrivesAsync("in the outage");
        Assert.Empty(app.Log.Of(75).Concat(app.Log.Of(76)).Concat(app.Log.Of(77)).Concat(app.Log.Of(78)));
        Assert.Equal(HealthStatus.Healthy, (await app.HealthAsync()).Status);
    }

    [Fact]
    public async Task What_one_node_has_kept_another_sends()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        postHog.TakeDown();
        await using (var gone = await RedisApp.StartAsync(postHog.Server, redis))
        {
            for (var number = 0; number < 20; number++)
            {
                Assert.Equal(200, await gone.SendAsync($"event {number}"));
            }
        }

        await using var other = await RedisApp.StartAsync(postHog.Server, redis);
        postHog.BringBack();
        for (var number = 0; number < 20; number++)
        {
            await postHog.ArrivesAsync($"event {number}");
        }
    }

    [Fact]
    public async Task Without_Redis_the_app_lives_and_PostHogs_failure_goes_to_the_SDK()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = RedisServer.Planned();
        await using var app = await RedisApp.StartAsync(postHog.Server, redis);

        // Degraded from the start, and not with the first request only.
        var (status, words) = await app.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.Contains(redis.Configuration, words, StringComparison.Ordinal);
        Assert.Equal(200, await app.SendAsync("passes"));
        postHog.TakeDown();
        Assert.Equal(503, await app.SendAsync("lost here"));
        Assert.Single(app.Log.Of(63));

        await redis.StartAgainAsync();
        await UntilAsync(async () => await app.SendAsync("kept") == 200);
        await UntilAsync(async () => (await app.HealthAsync()).Status == HealthStatus.Healthy);
        postHog.BringBack();
        await postHog.ArrivesAsync("kept");
        Assert.DoesNotContain(postHog.Server.Journal.Events, captured => captured.Event == "lost here");
    }

    [Fact]
    public async Task Redis_that_ends_and_comes_back_has_lost_nothing()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var app = await RedisApp.StartAsync(postHog.Server, redis);
        postHog.TakeDown();
        Assert.Equal(200, await app.SendAsync("before"));
        await redis.KillAsync();
        Assert.Equal(503, await app.SendAsync("lost here"));
        await UntilAsync(async () => (await app.HealthAsync()).Status == HealthStatus.Degraded);

        // Healthy again by itself: nobody has to send for it.
        await redis.StartAgainAsync();
        await UntilAsync(async () => (await app.HealthAsync()).Status == HealthStatus.Healthy);
        postHog.BringBack();
        await postHog.ArrivesAsync("before");
    }

    [Fact]
    public async Task Redis_without_memory_keeps_nothing_new_and_still_gives_what_it_has()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var app = await RedisApp.StartAsync(postHog.Server, redis);
        await using var admin = await redis.ConnectAsync();
        postHog.TakeDown();
        Assert.Equal(200, await app.SendAsync("before"));
        await admin.GetServers()[0].ConfigSetAsync("maxmemory", 1);
        Assert.Equal(503, await app.SendAsync("too much"));
        Assert.Contains("maxmemory", Assert.Single(app.Log.Of(63)).Text, StringComparison.Ordinal);

        postHog.BringBack();
        await postHog.ArrivesAsync("before");
        await UntilAsync(async () => (await admin.GetServers()[0].KeysAsync(pattern: "*:index").ToListAsync(TestContext.Current.CancellationToken)).Count == 0);
    }

    [Fact]
    public async Task The_connection_of_the_app_is_used_and_left_open()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await redis.ConnectAsync();
        postHog.TakeDown();
        await using (var app = await RedisApp.StartAsync(postHog.Server, proxy => proxy.AddRedisOutbox(_ => connection, RedisApp.AtOnce)))
        {
            Assert.Equal(200, await app.SendAsync("kept"));
        }

        // The keys carry the app's and the environment's name, in one hash tag.
        var key = Assert.Single(await connection.GetServers()[0].KeysAsync(pattern: "*:index").ToListAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.StartsWith("{posthog-outbox:", key, StringComparison.Ordinal);
        Assert.EndsWith(":Production}:index", key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_of_the_app_that_fails_does_not_end_it()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var app = await RedisApp.StartAsync(postHog.Server, proxy => proxy.AddRedisOutbox(_ => throw new InvalidOperationException("no key vault"), RedisApp.AtOnce));
        postHog.TakeDown();
        Assert.Equal(503, await app.SendAsync("lost here"));
        Assert.Contains("no key vault", (await app.HealthAsync()).Words, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
