using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What every store does.</summary>
public abstract class StoreContract
{
    private protected static readonly CancellationToken Now = TestContext.Current.CancellationToken;

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
    public async Task A_dead_letter_that_is_retried_waits_again_as_it_was_and_others_stay_dead()
    {
        await using var store = Open();
        var dead = await BuriedAsync(store, 3);

        Assert.Equal(1, await store.RetryDeadAsync(dead[1].Id, Now));

        var back = Assert.Single(await store.DueAsync());
        Assert.Equal(0, back.Attempts);
        Assert.Equal("?ip=0&n=1", back.Request.Query);
        Assert.Equal(Sample.Request(1).Headers, back.Request.Headers);
        Assert.Equal(Sample.Request(1).Body, back.Request.Body);
        var content = await store.MeasureAsync(Now);
        Assert.Equal((1, 2), (content.Entries, content.Dead));
        Assert.Equal(Sample.Request(1).ReceivedAt, content.Oldest);

        await store.RemoveAsync([back.Id], Now);
        Assert.Equal(2, await store.RemoveDeadAsync(null, Now));
        Assert.Equal(default, await store.MeasureAsync(Now));
    }

    [Fact]
    public async Task All_dead_letters_are_retried_or_dropped_at_once()
    {
        await using var store = Open();
        await BuriedAsync(store, 5);

        Assert.Equal(5, await store.RetryDeadAsync(null, Now));
        Assert.Equal(5, (await store.DueAsync()).Count);
        Assert.Empty(await store.DeadAsync(10, Now));
        Assert.Equal(0, await store.RetryDeadAsync(null, Now));
        Assert.Equal(0, await store.RemoveDeadAsync(null, Now));
        Assert.Equal(5, (await store.MeasureAsync(Now)).Entries);
    }

    [Fact]
    public async Task A_dead_letter_is_known_by_what_it_is_and_not_by_what_is_in_it()
    {
        await using var store = Open();
        await store.AddAsync("a.example/shop", Sample.Request(7, OutboxKind.Logs), Now);
        var due = Assert.Single(await store.DueAsync("a.example/shop", OutboxKind.Logs, 5, Sample.Noon.AddHours(1), Now));
        await store.BuryAsync(due.Id, 413, Now);

        var letter = Assert.Single(await store.DeadAsync(10, Now));
        Assert.Equal((OutboxKind.Logs, "a.example/shop", 413, Sample.Request(7).ReceivedAt), (letter.Kind, letter.Proxy, letter.Status, letter.ReceivedAt));
        Assert.True(letter.Bytes > 0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99999")]
    [InlineData("")]
    [InlineData("1 OR 1=1")]
    [InlineData("'; DROP TABLE request; --")]
    [InlineData("dead:1-1:5")]
    [InlineData("dead:x:y:z")]
    [InlineData("dead:x:5")]
    [InlineData("dead:99999999999999999999999-1:5")]
    [InlineData("events/shop:1-1:5")]
    public async Task What_is_no_dead_letter_is_neither_retried_nor_dropped(string id)
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(100));
        await BuriedAsync(store, 1);
        await store.AddAsync(Sample.Request(101));

        Assert.Equal(0, await store.RetryDeadAsync(id, Now));
        Assert.Equal(0, await store.RemoveDeadAsync(id, Now));
        var content = await store.MeasureAsync(Now);
        Assert.Equal((2, 1), (content.Entries, content.Dead));
    }

    [Fact]
    public async Task A_request_that_waits_is_no_dead_letter_whatever_it_is_called()
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(1));
        var waiting = Assert.Single(await store.DueAsync());

        Assert.Equal(0, await store.RetryDeadAsync(waiting.Id, Now));
        Assert.Equal(0, await store.RemoveDeadAsync(waiting.Id, Now));
        Assert.Equal(1, (await store.MeasureAsync(Now)).Entries);
    }

    [Fact]
    public async Task Of_many_dead_letters_the_newest_are_shown()
    {
        await using var store = Open();
        await BuriedAsync(store, 5);

        Assert.Equal(
            [Sample.Request(4).ReceivedAt, Sample.Request(3).ReceivedAt],
            (await store.DeadAsync(2, Now)).Select(static letter => letter.ReceivedAt));
    }

    // In the order in which they came; whatever else waits stays.
    private static async Task<IReadOnlyList<DeadLetter>> BuriedAsync(IOutboxStore store, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await store.AddAsync(Sample.Request(number));
        }

        foreach (var one in (await store.DueAsync(count: 100)).Where(one => !one.Request.Query.Contains("n=10", StringComparison.Ordinal)))
        {
            await store.BuryAsync(one.Id, 400, Now);
        }

        return [.. (await store.DeadAsync(100, Now)).Reverse()];
    }

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

    [Fact]
    public async Task Dead_letters_are_no_longer_due_and_have_a_bound_of_their_own()
    {
        await using var store = Open(new() { DeadLetterMaxBytes = 5_000 });
        for (var number = 0; number < 6; number++)
        {
            await store.AddAsync(Sample.Request(number, size: 1_000));
        }

        foreach (var one in await store.DueAsync())
        {
            await store.BuryAsync(one.Id, 400, Now);
        }

        Assert.Empty(await store.DueAsync());
        var content = await store.MeasureAsync(Now);
        Assert.Equal((0, 0), (content.Entries, content.Bytes));
        Assert.InRange(content.Dead, 3, 4);
        Assert.InRange(content.DeadBytes, 3_000, 5_000);
    }

    [Fact]
    public async Task What_is_too_old_is_deleted_dead_letters_too()
    {
        await using var store = Open();
        await store.AddAsync(Sample.Request(1, at: Sample.Noon.AddHours(-25)));
        await store.AddAsync(Sample.Request(2, at: Sample.Noon.AddHours(-25)));
        await store.AddAsync(Sample.Request(3));
        await store.BuryAsync((await store.DueAsync())[0].Id, 400, Now);

        Assert.Equal(2, await store.ExpireAsync(Sample.Noon.AddHours(-24), Now));
        Assert.Equal("?ip=0&n=3", Assert.Single(await store.DueAsync()).Request.Query);
    }

    [Fact]
    public async Task A_full_store_takes_nothing_new_and_loses_nothing()
    {
        await using var store = Open(new() { MaxBytes = 1 << 20 });
        var kept = 0;
        while (await store.AddAsync(Sample.Request(kept, size: 10_000)) == Kept.Yes)
        {
            kept++;
        }

        Assert.InRange(kept, 90, 105);
        Assert.Equal(kept, (await store.DueAsync()).Count);
        var content = await store.MeasureAsync(Now);
        Assert.Equal(kept, content.Entries);
        Assert.InRange(content.Bytes, 900_000, 1 << 20);

        // There is room again for as much as left.
        await store.RemoveAsync([(await store.DueAsync())[0].Id], Now);
        Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(kept, size: 10_000)));
    }

    [Fact]
    public async Task Recordings_leave_room_for_events()
    {
        await using var store = Open(new() { MaxBytes = 1 << 20, MaxReplayShare = 0.5 });
        var kept = 0;
        while (await store.AddAsync(Sample.Request(kept, OutboxKind.Replay, 10_000)) == Kept.Yes)
        {
            kept++;
        }

        Assert.Equal(Kept.ReplaysFull, await store.AddAsync(Sample.Request(0, OutboxKind.Replay, 10_000)));
        Assert.InRange(kept, 45, 53);
        Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(0)));
    }

    [Fact]
    public async Task Where_it_is_wanted_the_oldest_leave_for_the_new()
    {
        await using var store = Open(new() { MaxBytes = 1 << 20, DropsOldest = true });
        for (var number = 0; number < 200; number++)
        {
            Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(number, size: 10_000)));
        }

        var due = await store.DueAsync();
        Assert.Equal("?ip=0&n=199", due[^1].Request.Query);
        Assert.InRange(due.Count, 90, 105);
        Assert.Equal(Kept.Full, await store.AddAsync(Sample.Request(1, size: 2 << 20)));
        Assert.Equal(due.Count, (await store.DueAsync()).Count);
    }

    /// <summary>Opens the one store of a test; again, it is the same.</summary>
    private protected abstract IOutboxStore Open(StoreLimits? limits = null);
}
