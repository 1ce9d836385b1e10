using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What waits is given as it was kept, in order, when it is due.</summary>
public abstract class WaitingContract : StoreContract
{
    [Fact]
    public async Task What_was_kept_comes_back_as_it_was_and_in_order_and_after_a_restart()
    {
        var sent = Enumerable.Range(0, 50).Select(number => Sample.Request(number, size: number * 100)).ToList();
        await using (var store = Open())
        {
            // Together, so that they share commits.
            Assert.All(await Task.WhenAll(sent.Select(request => store.AddAsync(request))), kept => Assert.Equal(Kept.Yes, kept));
        }

        await using var again = Open();
        var due = await again.DueAsync();
        Assert.Equal(sent.Select(Sample.Name).Order(), due.Select(one => Sample.Name(one.Request)).Order());
        Assert.All(due, one => Assert.Equal(sent.Single(request => request.Query == one.Request.Query) with { Body = [], Headers = [] }, one.Request with { Body = [], Headers = [] }));
        Assert.All(due, one => Assert.Equal(sent[0].Headers, one.Request.Headers));
    }

    [Fact]
    public async Task Requests_of_one_writer_keep_their_order()
    {
        await using var store = Open();
        for (var number = 0; number < 20; number++)
        {
            await store.AddAsync(Sample.Request(number));
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"?ip=0&n={number}"), (await store.DueAsync(count: 5)).Select(one => one.Request.Query));
    }

    [Fact]
    public async Task A_request_stays_until_it_is_removed()
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(1));
        var first = Assert.Single(await store.DueAsync());
        Assert.Single(await store.DueAsync());

        await store.RemoveAsync([first.Id], Now);
        Assert.Empty(await store.DueAsync());
        Assert.Equal(default, await store.MeasureAsync(Now));
    }

    [Fact]
    public async Task A_proxy_is_given_its_own_requests_only()
    {
        await using var store = Open();
        await store.AddAsync("/other", Sample.Request(1), Now);
        await store.AddAsync(Sample.Request(2));
        Assert.Equal("?ip=0&n=2", Assert.Single(await store.DueAsync()).Request.Query);
    }

    [Fact]
    public async Task It_knows_whose_requests_wait()
    {
        await using var store = Open();
        Assert.Empty(await store.ProxiesAsync(Now));
        foreach (var proxy in new[] { "b.example:8443/shop", "/shop", "a.example/shop", "/shop" })
        {
            await store.AddAsync(proxy, Sample.Request(1), Now);
            await store.AddAsync(proxy, Sample.Request(2, OutboxKind.Replay), Now);
        }

        Assert.Equal(["/shop", "a.example/shop", "b.example:8443/shop"], (await store.ProxiesAsync(Now)).Order(StringComparer.Ordinal));
        await store.BuryAsync(Assert.Single(await store.DueAsync("a.example/shop", OutboxKind.Events, 5, Sample.Noon.AddHours(1), Now)).Id, 400, Now);
        await store.RemoveAsync([Assert.Single(await store.DueAsync("a.example/shop", OutboxKind.Replay, 5, Sample.Noon.AddHours(1), Now)).Id], Now);
        Assert.Equal(["/shop", "b.example:8443/shop"], (await store.ProxiesAsync(Now)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_postponed_request_waits_and_counts_its_own_failures_only()
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(1));
        var id = Assert.Single(await store.DueAsync()).Id;

        await store.PostponeAsync(id, 503, isCounted: false, Sample.Noon.AddHours(1).AddSeconds(30), Now);
        Assert.Empty(await store.DueAsync());
        Assert.Equal(0, Assert.Single(await store.DueAsync(now: Sample.Noon.AddHours(1).AddSeconds(30))).Attempts);

        await store.PostponeAsync(id, 503, isCounted: true, Sample.Noon, Now);
        Assert.Equal(1, Assert.Single(await store.DueAsync()).Attempts);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_nothing_wait()
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(1));
        await store.PostponeAsync(Assert.Single(await store.DueAsync()).Id, 503, isCounted: false, Sample.Noon.AddHours(1), Now);

        Assert.Single(await store.DueAsync(now: Sample.Noon.AddDays(-400)));
    }
}
