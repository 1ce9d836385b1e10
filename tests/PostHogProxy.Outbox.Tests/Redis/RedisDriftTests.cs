using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>What somebody, or a failover, has done to the keys: the counter is right again, and nothing that was kept is forgotten.</summary>
public sealed class RedisDriftTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;
    private readonly string _keys = SharedRedis.Keys();

    public static TheoryData<string> Harms => ["total too high", "total too low", "total gone", "total no number", "index gone", "stream trimmed", "stream gone", "all gone", "alien name"];

    private IDatabase Database => redis.Connection.GetDatabase();

    private string Stream => _keys + ":stream:events/shop";

    [Theory]
    [MemberData(nameof(Harms))]
    public async Task The_counter_is_what_the_streams_hold(string harm)
    {
        await using var store = redis.Node(_keys, new StoreLimits { MaxBytes = 100_000 });
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(number, number % 4 == 0 ? OutboxKind.Replay : OutboxKind.Events, size: 1_000)));
        }

        await store.BuryAsync((await store.DueAsync(count: 1))[0].Id, 400, Now);
        await HarmAsync(harm);
        await store.TidyAsync(Now);

        // Once for what is in the streams, and once more by what leaves.
        var due = await DueAsync(store);
        Assert.Equal(await Database.StreamLengthAsync(Stream) + await Database.StreamLengthAsync(_keys + ":stream:replay/shop"), due.Count);
        var content = await store.MeasureAsync(Now);
        Assert.Equal(due.Count, content.Entries);
        Assert.Equal(due.Sum(one => Size(one.Request)), content.Bytes);
        Assert.Equal(harm == "all gone" ? 0 : 1, content.Dead);
        Assert.InRange(content.DeadBytes, content.Dead * 1_000, content.Dead * 1_500);

        await store.RemoveAsync([.. due.Select(one => one.Id)], Now);
        content = await store.MeasureAsync(Now);
        Assert.Equal((0, 0, null), (content.Entries, content.Bytes, content.Oldest));
        Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(100, size: 90_000)));
    }

    [Fact]
    public async Task What_is_right_stays_as_it_is()
    {
        await using var store = redis.Node(_keys);
        for (var number = 0; number < 20; number++)
        {
            await store.AddAsync(Sample.Request(number));
        }

        var before = await store.MeasureAsync(Now);
        var held = await store.DueAsync(count: 5);
        await store.PostponeAsync(held[0].Id, 503, isCounted: true, Sample.Noon, Now);
        await store.TidyAsync(Now);
        await store.TidyAsync(Now);
        Assert.Equal(before, await store.MeasureAsync(Now));
        Assert.Equal(1, (await store.DueAsync(count: 5))[0].Attempts);
    }

    private async Task HarmAsync(string harm)
    {
        var totals = _keys + ":totals";
        switch (harm)
        {
            case "total too high":
                await Database.HashSetAsync(totals, [new("bytes", 999_999_999), new("replay", 999_999_999), new("dead", 1_000_000)]);
                break;
            case "total too low":
                await Database.HashSetAsync(totals, [new("bytes", -5_000), new("replay", -1), new("dead", 0)]);
                break;
            case "total gone":
                await Database.KeyDeleteAsync(totals);
                break;
            case "total no number":
                await Database.HashSetAsync(totals, [new("bytes", "many"), new("replay", "few"), new("dead", "")]);
                break;
            case "index gone":
                await Database.KeyDeleteAsync([_keys + ":index", _keys + ":dead-index"]);
                break;
            case "stream trimmed":
                await Database.StreamTrimAsync(Stream, 3);
                break;
            case "stream gone":
                await Database.KeyDeleteAsync(Stream);
                break;
            case "all gone":
                await Database.KeyDeleteAsync(
                    [Stream, _keys + ":stream:replay/shop", _keys + ":index", _keys + ":dead-index", _keys + ":dead", totals, _keys + ":streams", _keys + ":attempts"]);
                break;
            case "alien name":
                await Database.SortedSetAddAsync(_keys + ":index", [new("somebody's", 0), new("events/shop:1-1:777", 1)]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(harm), harm, null);
        }
    }

    private static async Task<List<StoredRequest>> DueAsync(IOutboxStore store) => [.. await store.DueAsync(), .. await store.DueAsync(OutboxKind.Replay)];

    // Typed again from the test's own request: its texts, headers with the name of their field, and its body.
    private static long Size(KeptRequest request) =>
        request.Path.Length + request.Query.Length + "header:User-AgentFirefox ü".Length + 1 + "header:X-Forwarded-For203.0.113.7".Length
        + "header:Content-Typetext/plain".Length + request.Body.Length;
}
