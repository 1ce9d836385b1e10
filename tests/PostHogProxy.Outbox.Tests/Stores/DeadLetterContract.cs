using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What PostHog refused is put aside, until somebody retries or drops it.</summary>
public abstract class DeadLetterContract : StoreContract
{
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
}
