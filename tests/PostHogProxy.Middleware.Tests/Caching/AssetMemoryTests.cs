using System.Buffers;
using CsCheck;
using PostHogProxy.Caching;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What is kept and what is on its way stay within one bound, and what is asked for often stays.</summary>
public sealed class AssetMemoryTests
{
    private const long Maximum = 200_000;

    private readonly SetClock _clock = new();

    [Fact]
    public void A_thousand_files_asked_for_once_displace_none_that_is_asked_for_twice()
    {
        var memory = Memory();
        foreach (var plain in new[] { "array.js", "config", "recorder" })
        {
            Ask(memory, plain, 20_000);
            Ask(memory, plain, 20_000);
        }

        for (var file = 0; file < 1000; file++)
        {
            Ask(memory, $"made-up-{file}", 20_000);
        }

        Assert.All(["array.js", "config", "recorder"], plain => Assert.True(memory.TryFind(plain, out _), plain));
    }

    [Fact]
    public void A_file_that_is_asked_for_more_often_than_another_takes_its_place()
    {
        var memory = Memory();
        for (var file = 0; file < 20; file++)
        {
            Ask(memory, $"old-{file}", 50_000);
        }

        Ask(memory, "new", 50_000);
        Assert.False(memory.TryFind("new", out _));
        Ask(memory, "new", 50_000);
        Assert.True(memory.TryFind("new", out _));
    }

    [Fact]
    public void What_was_popular_gives_way_in_time()
    {
        var memory = Memory();
        for (var ask = 0; ask < 100; ask++)
        {
            Ask(memory, "popular", 150_000);
        }

        Ask(memory, "new", 100_000);
        Assert.False(memory.TryFind("new", out _));
        _clock.Move(TimeSpan.FromHours(1));
        Ask(memory, "new", 100_000);
        Ask(memory, "new", 100_000);

        Assert.True(memory.TryFind("new", out _));
        Assert.False(memory.TryFind("popular", out _));
    }

    // Each visitor finds it, and it is renewed now and then: nobody asks for what is not here.
    [Fact]
    public void A_file_that_was_asked_for_all_along_is_not_taken_for_an_old_one_after_an_hour_without_a_miss()
    {
        var memory = Memory();
        Ask(memory, "busy", 50_000);
        for (var tenMinutes = 0; tenMinutes < 6; tenMinutes++)
        {
            _clock.Move(TimeSpan.FromMinutes(10));
            memory.Set(Asset("busy", 50_000));
            for (var visitor = 0; visitor < 100; visitor++)
            {
                Ask(memory, "busy", 50_000);
            }
        }

        for (var file = 0; file < 1000; file++)
        {
            Ask(memory, $"made-up-{file}", 50_000);
        }

        Assert.True(memory.TryFind("busy", out _));
    }

    // Asked for more often than it, but not large enough to make room: none of them is taken for nothing.
    [Fact]
    public void Nothing_is_displaced_for_what_finds_no_room_all_the_same()
    {
        var memory = Memory();
        Ask(memory, "rare", 20_000);
        for (var ask = 0; ask < 10; ask++)
        {
            Ask(memory, "busy", 150_000);
        }

        Ask(memory, "large", 190_000);
        Ask(memory, "large", 190_000);

        Assert.True(memory.TryFind("rare", out _));
        Assert.True(memory.TryFind("busy", out _));
        Assert.False(memory.TryFind("large", out _));
    }

    [Fact]
    public void Half_of_what_may_be_on_its_way_is_left_to_files_that_nobody_can_make_up()
    {
        var memory = new AssetMemory(new() { MaximumBytes = Maximum, MaximumEntryBytes = 10_000 }, _clock);
        var taken = 0;
        while (memory.TryTake($"made-up-{taken}", 10_000, isEverybodys: false))
        {
            taken++;
        }

        Assert.Equal(5, taken);
        Assert.True(memory.TryTake("array.js", 10_000, isEverybodys: true));
    }

    [Fact]
    public void Whatever_happens_the_bytes_stay_within_the_bound() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 12], Gen.Int[0, 90_000]).Array[1, 200].Sample(steps =>
        {
            var memory = Memory();
            var rooms = new List<AssetRoom>();
            foreach (var (what, key, size) in steps)
            {
                switch (what)
                {
                    case 0:
                        Ask(memory, $"{key}", size);
                        break;
                    case 1:
                        var room = new AssetRoom(memory, $"{key}", isEverybodys: key % 2 == 0);
                        room.TryTake(size);
                        rooms.Add(room);
                        break;
                    case 2 when rooms.Count > 0:
                        rooms[0].Keep(Asset($"{key}", size));
                        rooms.RemoveAt(0);
                        break;
                    case 3:
                        memory.Remove($"{key}");
                        break;
                    default:
                        _clock.Move(TimeSpan.FromMinutes(key));
                        break;
                }

                Assert.InRange(memory.Bytes, 0, Maximum);
            }

            rooms.ForEach(room => room.Dispose());
            for (var key = 0; key <= 12; key++)
            {
                memory.Remove($"{key}");
            }

            Assert.Equal(0, memory.Bytes);
        });

    [Fact]
    public async Task Many_at_once_leave_the_count_right()
    {
        var memory = Memory();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var round = 0; round < 5_000; round++)
            {
                using var room = new AssetRoom(memory, $"{round % 30}", isEverybodys: true);
                memory.Missed($"{round % 30}");
                if (room.TryTake(10_000 + worker))
                {
                    room.Keep(Asset($"{round % 30}", 5_000 + worker));
                }

                memory.TryFind($"{(round + worker) % 30}", out _);
            }
        })));

        Assert.InRange(memory.Bytes, 1, Maximum);
        for (var key = 0; key < 30; key++)
        {
            memory.Remove($"{key}");
        }

        Assert.Equal(0, memory.Bytes);
    }

    private AssetMemory Memory() => new(new() { MaximumBytes = Maximum }, _clock);

    // As a visitor does: looks, and where nothing is, has it fetched.
    private void Ask(AssetMemory memory, string key, int size)
    {
        if (memory.TryFind(key, out _))
        {
            return;
        }

        memory.Missed(key);
        using var room = new AssetRoom(memory, key, isEverybodys: true);
        if (room.TryTake(size + 3072))
        {
            room.Keep(Asset(key, size));
        }
    }

    private CachedAsset Asset(string key, int size) =>
        new(key, AssetHeaders.None, new ReadOnlySequence<byte>(new byte[size]), _clock.GetUtcNow(), new(TimeSpan.FromMinutes(5), TimeSpan.Zero, false));
}
