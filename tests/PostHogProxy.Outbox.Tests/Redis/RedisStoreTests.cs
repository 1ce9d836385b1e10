using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Redis;
using PostHogProxy.Outbox.Tests.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>What only a store in Redis does, with bodies in memory, with groups and consumers, and with what is no request.</summary>
public sealed class RedisStoreTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;
    private readonly string _keys = SharedRedis.Keys();

    private IDatabase Database => redis.Connection.GetDatabase();

    [Fact]
    public async Task Of_large_requests_only_so_many_are_read_at_once_as_fit_the_memory()
    {
        await using var store = redis.Node(_keys, mostBytesAtOnce: 1_000_000);
        for (var number = 0; number < 5; number++)
        {
            await store.AddAsync(Sample.Request(number, size: 600_000));
        }

        var due = await store.DueAsync(count: 5);
        Assert.Equal(["?ip=0&n=0", "?ip=0&n=1"], due.Select(one => one.Request.Query));
        await store.RemoveAsync([due[0].Id], Now);
        Assert.Equal(["?ip=0&n=1", "?ip=0&n=2"], (await store.DueAsync(count: 5)).Select(one => one.Request.Query));
    }

    [Fact]
    public async Task Large_bodies_come_whole_each_time_they_are_asked_for()
    {
        await using var store = redis.Node(_keys);
        await store.AddAsync(Sample.Request(1, OutboxKind.Replay, size: 3 << 20));
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(Sample.Request(1, OutboxKind.Replay, size: 3 << 20).Body, Assert.Single(await store.DueAsync(OutboxKind.Replay)).Request.Body);
        }
    }

    [Fact]
    public async Task A_group_that_the_server_has_lost_is_made_again_and_gives_everything()
    {
        await using var store = redis.Node(_keys);
        await store.AddAsync(Sample.Request(1));
        Assert.Single(await store.DueAsync());
        await Database.ExecuteAsync("XGROUP", "DESTROY", _keys + ":stream:events/shop", "posthog-outbox");

        await using var other = redis.Node(_keys);
        Assert.Single(await other.DueAsync());
    }

    [Fact]
    public async Task Consumers_of_processes_that_ended_are_deleted_once_they_hold_nothing()
    {
        // Redis forgets what a consumer holds when it is deleted: that would be lost.
        const string Script =
            """
            redis.call('XADD', KEYS[1], '*', 'a', 'b')
            redis.call('XREADGROUP', 'GROUP', 'posthog-outbox', 'holds', 'COUNT', 1, 'STREAMS', KEYS[1], '>')
            redis.call('XGROUP', 'CREATECONSUMER', KEYS[1], 'posthog-outbox', 'empty')
            """;
        await using var store = redis.Node(_keys);
        Assert.Empty(await store.DueAsync());
        RedisKey stream = _keys + ":stream:events/shop";
        await Database.ScriptEvaluateAsync(Script, [stream]);
        await Database.ScriptEvaluateAsync(Scripts.DeleteConsumers, [stream], ["posthog-outbox", "me", -1]);
        Assert.Contains(await Database.StreamConsumerInfoAsync(stream, "posthog-outbox"), consumer => consumer.Name == "holds");
        Assert.DoesNotContain(await Database.StreamConsumerInfoAsync(stream, "posthog-outbox"), consumer => consumer.Name == "empty");
    }

    [Fact]
    public async Task What_is_no_request_is_deleted_and_holds_up_nothing()
    {
        var observer = new NodeObserver();
        await using var store = redis.Node(_keys, observer: observer);
        await Database.StreamAddAsync(_keys + ":stream:events/shop", "somebody", "else's");
        await store.AddAsync(Sample.Request(1));

        Assert.Equal("?ip=0&n=1", Assert.Single(await store.DueAsync()).Request.Query);
        Assert.Equal(1, observer.Spoilt);
        Assert.Equal(1, await Database.StreamLengthAsync(_keys + ":stream:events/shop"));
    }

    [Fact]
    public async Task A_node_has_no_more_bodies_in_memory_than_it_was_asked_for()
    {
        await using var store = redis.Node(_keys);
        for (var number = 0; number < 50; number++)
        {
            await store.AddAsync(Sample.Request(number, OutboxKind.Replay));
        }

        Assert.Equal(3, (await store.DueAsync(OutboxKind.Replay, count: 3)).Count);
        Assert.Equal(3, (await store.DueAsync(OutboxKind.Replay, count: 3)).Count);
        Assert.Equal(3, (await Database.StreamPendingAsync(_keys + ":stream:replay/shop", "posthog-outbox")).PendingMessageCount);
    }
}
