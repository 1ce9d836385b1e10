using System.Globalization;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Redis;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

public sealed class RedisStoreTests(SharedRedis redis) : StoreContract, IClassFixture<SharedRedis>
{
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
    public async Task Two_nodes_are_never_given_the_same_request()
    {
        await using var one = redis.Node(_keys);
        await using var other = redis.Node(_keys);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => (number % 2 == 0 ? one : other).AddAsync(Sample.Request(number))));
        Assert.Equal(100, (await other.MeasureAsync(Now)).Entries);
        Assert.NotNull(await one.TryLeaseAsync(Now));
        Assert.NotNull(await other.TryLeaseAsync(Now));

        var given = new List<string>();
        for (var (mine, theirs) = (1, 1); mine + theirs > 0 && given.Count < 200;)
        {
            (mine, theirs) = (await SendSomeAsync(one, given), await SendSomeAsync(other, given));
        }

        Assert.Equal(100, given.Count);
        Assert.Equal(100, given.Distinct().Count());
        Assert.Equal(default, await one.MeasureAsync(Now));
    }

    [Fact]
    public async Task What_a_killed_node_held_another_sends_and_knows_what_it_failed()
    {
        var killed = redis.Node(_keys, attempt: TimeSpan.FromMilliseconds(100));
        for (var number = 0; number < 40; number++)
        {
            await killed.AddAsync(Sample.Request(number));
        }

        var held = await killed.DueAsync(count: 30);
        Assert.Equal(30, held.Count);
        await killed.PostponeAsync(held[0].Id, 503, isCounted: true, Sample.Noon.AddHours(1).AddMinutes(1), Now);

        await using var other = redis.Node(_keys, attempt: TimeSpan.FromMilliseconds(100));
        IReadOnlyList<StoredRequest> due = [];
        await UntilAsync(async () => (due = await other.DueAsync()).Count == 40);
        Assert.Equal(Enumerable.Range(0, 40).Select(number => $"?ip=0&n={number}"), due.Select(one => one.Request.Query));
        Assert.Equal(1, due[0].Attempts);
        Assert.All(due.Skip(1), one => Assert.Equal(0, one.Attempts));
    }

    [Fact]
    public async Task A_node_that_lives_keeps_what_it_waits_with()
    {
        var attempt = TimeSpan.FromMilliseconds(500);
        await using var one = redis.Node(_keys, attempt: attempt);
        await using var other = redis.Node(_keys, attempt: attempt);
        await one.AddAsync(Sample.Request(1));
        await one.PostponeAsync(Assert.Single(await one.DueAsync()).Id, 503, isCounted: true, Sample.Noon.AddHours(1).AddMinutes(1), Now);

        // Far longer than a takeover takes, and the one asks meanwhile, as a lane does.
        var end = Environment.TickCount64 + (long)(attempt * 6).TotalMilliseconds;
        while (Environment.TickCount64 < end)
        {
            Assert.Empty(await one.DueAsync());
            Assert.Empty(await other.DueAsync());
            await Task.Delay(50, Now);
        }

        Assert.Single(await one.DueAsync(now: Sample.Noon.AddHours(1).AddMinutes(2)));
    }

    [Fact]
    public async Task What_a_lane_has_read_ahead_stays_its_own_while_it_sends()
    {
        var attempt = TimeSpan.FromMilliseconds(400);
        await using var one = redis.Node(_keys, attempt: attempt);
        await using var other = redis.Node(_keys, attempt: attempt);
        await one.AddAsync(Sample.Request(1));
        var lease = await one.TryLeaseAsync(Now);
        Assert.Single(await one.DueAsync());

        // More than a takeover takes, and less than a lane that is off may hold.
        for (var end = Environment.TickCount64 + (long)(attempt * 4).TotalMilliseconds; Environment.TickCount64 < end;)
        {
            Assert.Empty(await other.DueAsync());
            await Task.Delay(50, Now);
        }

        // A lane that does not ask any more lets others have it.
        await UntilAsync(async () => (await other.DueAsync()).Count == 1);
        await lease!.DisposeAsync();
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
    public async Task What_another_node_has_taken_over_the_first_gives_up()
    {
        var attempt = TimeSpan.FromMilliseconds(100);
        await using var stalled = redis.Node(_keys, attempt: attempt);
        await using var other = redis.Node(_keys, attempt: attempt);
        await stalled.AddAsync(Sample.Request(1));
        Assert.Single(await stalled.DueAsync());

        await UntilAsync(async () => (await other.DueAsync()).Count == 1);
        Assert.Empty(await stalled.DueAsync());
    }

    [Fact]
    public async Task A_node_that_stops_leaves_what_it_held_to_the_others_at_once()
    {
        var stopped = redis.Node(_keys, attempt: TimeSpan.FromMinutes(10));
        await stopped.AddAsync(Sample.Request(1));
        await using (await stopped.TryLeaseAsync(Now))
        {
            Assert.Single(await stopped.DueAsync());
        }

        await using var other = redis.Node(_keys, attempt: TimeSpan.FromMinutes(10));
        Assert.Single(await other.DueAsync());
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

    [Fact]
    public async Task A_dead_letter_says_why_and_from_where()
    {
        await using var store = redis.Node(_keys);
        await store.AddAsync(Sample.Request(7));
        await store.BuryAsync(Assert.Single(await store.DueAsync()).Id, 413, Now);

        var dead = Assert.Single(await Database.StreamRangeAsync(_keys + ":dead"));
        Assert.Equal("413", dead["status"]);
        Assert.Equal("events/shop", dead["stream"]);
        Assert.Equal("body 7", ((string?)dead["body"])!.TrimEnd());
        Assert.Equal(0, await Database.StreamLengthAsync(_keys + ":stream:events/shop"));
    }

    [Fact]
    public async Task The_body_of_a_dead_letter_is_read_once_however_often_letters_are_listed()
    {
        await using var store = redis.Node(_keys);
        await BuryAsync(store, 3);
        var first = await store.DeadAsync(50, Now);
        var before = await ReadsAsync();

        var second = await store.DeadAsync(50, Now);
        Assert.Equal(before, await ReadsAsync());
        await BuryAsync(store, 1);
        var third = await store.DeadAsync(50, Now);

        // To bury it is one, and to list it another.
        Assert.Equal(before + 2, await ReadsAsync());
        Assert.Equal((3, 4), (first.Count, third.Count));
        Assert.Equal(first, second);
        Assert.Subset(third.ToHashSet(), first.ToHashSet());
    }

    [Fact]
    public async Task More_dead_letters_than_are_read_at_once_are_all_listed_and_retried()
    {
        await using var store = redis.Node(_keys);
        await BuryAsync(store, 40);

        var letters = await store.DeadAsync(50, Now);

        Assert.Equal(Enumerable.Range(0, 40).Select(number => Sample.Request(number).ReceivedAt).Reverse(), letters.Select(letter => letter.ReceivedAt));
        Assert.All(letters, letter => Assert.Equal((OutboxKind.Events, Sample.Proxy, 400), (letter.Kind, letter.Proxy, letter.Status)));
        Assert.Equal(40, await store.RetryDeadAsync(null, Now));
    }

    [Fact]
    public async Task A_dead_letter_is_retried_without_its_body_on_the_way()
    {
        await using var store = redis.Node(_keys);
        await BuryAsync(store, 1, size: 3 << 20);
        var id = Assert.Single(await store.DeadAsync(50, Now)).Id;
        await using var other = redis.Node(_keys);
        var before = await SentAsync();

        Assert.Equal(1, await other.RetryDeadAsync(id, Now));

        Assert.InRange(await SentAsync() - before, 1, 1 << 20);
        Assert.Equal(Sample.Request(0, size: 3 << 20).Body, Assert.Single(await store.DueAsync()).Request.Body);
    }

    [Fact]
    public async Task A_letter_that_another_node_has_retried_or_dropped_is_listed_no_longer()
    {
        await using var store = redis.Node(_keys);
        await using var other = redis.Node(_keys);
        await BuryAsync(store, 3);
        var letters = await store.DeadAsync(50, Now);

        Assert.Equal(1, await other.RetryDeadAsync(letters[0].Id, Now));
        Assert.Equal(1, await other.RemoveDeadAsync(letters[1].Id, Now));

        Assert.Equal([letters[2]], await store.DeadAsync(50, Now));
        Assert.Equal(0, await store.RetryDeadAsync(letters[0].Id, Now));
        Assert.Equal(0, await store.RemoveDeadAsync(letters[1].Id, Now));
    }

    private protected override IOutboxStore Open(StoreLimits? limits = null) => redis.Node(_keys, limits);

    private static async Task BuryAsync(RedisOutboxStore store, int count, int size = 0)
    {
        for (var number = 0; number < count; number++)
        {
            await store.AddAsync(Sample.Request(number, size: size));
        }

        foreach (var one in await store.DueAsync())
        {
            await store.BuryAsync(one.Id, 400, Now);
        }
    }

    // How often entries were read by their ids, by a script among them.
    private async Task<long> ReadsAsync() =>
        await InfoAsync("commandstats", "cmdstat_xrange") is { Length: > 0 } counts ? long.Parse(counts.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture) : 0;

    private async Task<long> SentAsync() => long.Parse(await InfoAsync("stats", "total_net_output_bytes"), CultureInfo.InvariantCulture);

    private async Task<string> InfoAsync(string section, string key) =>
        (await redis.Connection.GetServers()[0].InfoAsync(section)).SelectMany(group => group).FirstOrDefault(pair => pair.Key == key).Value ?? "";

    private static async Task<int> SendSomeAsync(RedisOutboxStore node, List<string> given)
    {
        var due = await node.DueAsync(count: 7);
        given.AddRange(due.Select(one => one.Request.Query));
        await node.RemoveAsync([.. due.Select(one => one.Id)], Now);
        return due.Count;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Now);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
