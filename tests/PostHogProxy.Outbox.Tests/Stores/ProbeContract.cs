using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>Which request there is to ask with whether PostHog is back.</summary>
public abstract class ProbeContract : StoreContract
{
    [Fact]
    public async Task To_ask_with_there_is_the_oldest_small_request_or_else_the_smallest()
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(1, size: 300_000));
        await store.AddAsync(Sample.Request(2, size: 200_000));
        await store.AddAsync("/other", Sample.Request(3), Now);
        await store.AddAsync(Sample.Request(4, OutboxKind.Logs));
        await store.AddAsync(Sample.Request(5, size: 30_000));
        await store.AddAsync(Sample.Request(6, size: 20_000));
        var due = await store.DueAsync();
        Assert.Equal([1, 2, 5, 6], due.Select(Number));

        var asked = new List<string>();
        foreach (var expected in new[] { 5, 6, 2, 1 })
        {
            var probe = await ProbeAsync(asked);
            Assert.Equal(expected, Number(probe!));
            Assert.Equal(Sample.Request(expected, size: probe!.Request.Body.Length).Body, probe.Request.Body);
            asked.Add(probe.Id);
        }

        Assert.Null(await ProbeAsync(asked));

        // One that has to wait is not one to ask with.
        await store.PostponeAsync(asked[0], 503, isCounted: true, Sample.Noon.AddHours(1).AddMinutes(1), Now);
        Assert.Equal(6, Number((await ProbeAsync([]))!));
        await store.RemoveAsync([asked[1]], Now);
        await store.BuryAsync(asked[2], 400, Now);
        Assert.Equal(1, Number((await ProbeAsync([]))!));

        async Task<StoredRequest?> ProbeAsync(IReadOnlyCollection<string> except) => await store.ProbeAsync(Sample.Proxy, OutboxKind.Events, except, Sample.Noon.AddHours(1), Now);
        static int Number(StoredRequest one) => int.Parse(one.Request.Query["?ip=0&n=".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task To_ask_with_there_is_one_that_was_never_looked_at_before()
    {
        await using var store = Open();
        Assert.Null(await store.ProbeAsync(Sample.Proxy, OutboxKind.Replay, [], Sample.Noon, Now));
        await store.AddAsync(Sample.Request(1, OutboxKind.Replay, size: 100_000));
        var probe = await store.ProbeAsync(Sample.Proxy, OutboxKind.Replay, [], Sample.Noon.AddHours(1), Now);
        Assert.Equal(Sample.Request(1, OutboxKind.Replay, size: 100_000).Body, probe!.Request.Body);
        Assert.Null(await store.ProbeAsync(Sample.Proxy, OutboxKind.Replay, [probe.Id], Sample.Noon.AddHours(1), Now));
    }
}
