using PostHogProxy.Forwarding.Contents;

namespace PostHogProxy.Outbox.Tests.Bodies;

public sealed class BodyRoomTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public void What_everybody_may_have_is_not_counted()
    {
        var room = new BodyRoom(MiB);
        Assert.True(room.TryGrow(16 * 1024, 64 * 1024));
        Assert.Equal(MiB, room.Free);
        room.GiveBack(64 * 1024);
        Assert.Equal(MiB, room.Free);
    }

    [Fact]
    public void A_growing_body_is_counted_with_what_it_has_now()
    {
        var room = new BodyRoom(MiB);
        for (var size = 16 * 1024; size < MiB; size *= 2)
        {
            Assert.True(room.TryGrow(size, size * 2));
        }

        Assert.Equal(0, room.Free);
        Assert.False(room.TryGrow(64 * 1024, 128 * 1024));
        Assert.False(room.TryGrow(MiB, 2 * MiB));
        room.GiveBack(MiB);
        Assert.Equal(MiB, room.Free);
    }

    [Fact]
    public async Task Many_at_once_never_take_more_than_there_is_and_all_of_it_comes_back()
    {
        var room = new BodyRoom(10 * MiB);
        var held = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var turn = 0; turn < 20_000; turn++)
            {
                if (room.TryGrow(0, 3 * MiB))
                {
                    Assert.InRange(Interlocked.Increment(ref held), 1, 3);
                    Interlocked.Decrement(ref held);
                    room.GiveBack(3 * MiB);
                }
            }
        })));
        Assert.Equal(10 * MiB, room.Free);
    }

    [Fact]
    public void The_process_has_256_MiB() => Assert.InRange(BodyRoom.OfProcess.Free, 0, 268_435_456);
}
