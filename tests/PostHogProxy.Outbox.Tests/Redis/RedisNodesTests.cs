using PostHogProxy.Outbox.Redis;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>Several nodes share what waits: who holds it, and who takes it over.</summary>
public sealed class RedisNodesTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;
    private readonly string _keys = SharedRedis.Keys();

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
