using System.Globalization;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Redis;
using PostHogProxy.Outbox.Tests.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>What dead letters cost Redis and the network, and what other nodes know of them.</summary>
public sealed class RedisDeadLetterTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;
    private readonly string _keys = SharedRedis.Keys();

    private IDatabase Database => redis.Connection.GetDatabase();

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
}
