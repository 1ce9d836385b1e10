using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Outbox.Tests.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>What of a visitor's request lies in Redis, who can read it, and for how long.</summary>
public sealed class RedisPrivacyTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_Protect_nothing_of_a_visitor_can_be_read_in_Redis_and_any_node_with_the_keys_sends_it()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        postHog.TakeDown();
        await using (var app = await RedisApp.StartAsync(postHog.Server, proxy => Protected(proxy, redis, "keys")))
        {
            Assert.Equal(200, await app.SendAsync("secret-name"));
            Assert.Equal(200, await app.SendAsync("secret-name"));
        }

        var kept = await EverythingAsync(redis);
        Assert.Contains("protected/1", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-name", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("phc_", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", kept, StringComparison.Ordinal);

        postHog.BringBack();
        await using (var stranger = await RedisApp.StartAsync(postHog.Server, proxy => Protected(proxy, redis, "other-keys")))
        {
            await UntilAsync(() => stranger.Log.Of(68).Count == 1);
            Assert.Empty(postHog.Server.Journal.Events);
        }

        await using var other = await RedisApp.StartAsync(postHog.Server, proxy => Protected(proxy, redis, "keys"));
        await UntilAsync(() => postHog.Server.Journal.Events.Count(captured => captured.Event == "secret-name") == 2);
        Assert.Empty(other.Log.Of(68));
    }

    [Fact]
    public async Task The_log_says_how_dead_letters_are_seen_in_Redis_and_the_command_shows_them()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var app = await RedisApp.StartAsync(postHog.Server, redis);
        postHog.TakeDown();
        Assert.Equal(200, await app.SendAsync("to be refused"));
        postHog.Refuse();
        await UntilAsync(() => app.Log.Of(66).Count == 1);

        var line = app.Log.Of(66)[0].Text;
        Assert.DoesNotContain("posthog-proxy", line, StringComparison.Ordinal);
        var command = line.Split('\'')[1];
        Assert.StartsWith("redis-cli XRANGE \"{posthog-outbox:", command, StringComparison.Ordinal);
        await using var connection = await redis.ConnectAsync();
        var letter = Assert.Single((RedisResult[])(await connection.GetDatabase().ExecuteAsync("XRANGE", command.Split('"')[1], "-", "+", "COUNT", "10"))!);
        Assert.Contains("to be refused", string.Join(' ', ((RedisResult[])letter[1]!).Select(field => field.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_Redis_when_the_outbox_is_turned_off_is_deleted_when_it_is_too_old()
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        postHog.TakeDown();
        await using (var app = await RedisApp.StartAsync(postHog.Server, redis))
        {
            Assert.Equal(200, await app.SendAsync("kept"));
        }

        postHog.BringBack();
        await using var off = await RedisApp.StartAsync(postHog.Server, redis, options => (options.Mode, options.MaxAge) = (PostHogOutboxMode.Off, TimeSpan.FromMilliseconds(1)));
        await UntilAsync(() => off.Log.Of(67).Count == 1);
        Assert.DoesNotContain("kept", await EverythingAsync(redis), StringComparison.Ordinal);
        Assert.Empty(postHog.Server.Journal.Events);
    }

    private void Protected(PostHogProxyBuilder proxy, RedisServer redis, string keys)
    {
        proxy.Services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(_folder.Folder, keys))).SetApplicationName("shop");
        proxy.AddRedisOutbox(redis.Configuration, options =>
        {
            RedisApp.AtOnce(options);
            options.Protect = true;
        });
    }

    private static async Task<string> EverythingAsync(RedisServer redis)
    {
        await using var connection = await redis.ConnectAsync();
        var all = new List<string>();
        await foreach (var key in connection.GetServers()[0].KeysAsync().WithCancellation(TestContext.Current.CancellationToken))
        {
            if (await connection.GetDatabase().KeyTypeAsync(key) == RedisType.Stream)
            {
                all.AddRange((await connection.GetDatabase().StreamRangeAsync(key)).SelectMany(entry => entry.Values).Select(field => $"{field.Name}={field.Value}"));
            }
        }

        return string.Join('\n', all);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
