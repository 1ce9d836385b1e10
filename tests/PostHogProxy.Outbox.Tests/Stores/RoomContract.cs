using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>How much a store holds, and what leaves when it is full or too old.</summary>
public abstract class RoomContract : StoreContract
{
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
}
