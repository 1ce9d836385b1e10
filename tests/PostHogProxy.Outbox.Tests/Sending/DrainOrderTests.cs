using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>What goes first, and how fast.</summary>
public sealed class DrainOrderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Events_go_before_logs_before_recordings_and_the_oldest_first()
    {
        await using var drain = new Drain(new() { MaxConcurrency = 1 }, before: static drain =>
        {
            drain.Keep([1, 2], OutboxKind.Replay);
            drain.Keep([3, 4], OutboxKind.Logs);
            drain.Keep(Enumerable.Range(5, 20));
        });
        await drain.RunAsync(Minute);
        Assert.Equal([.. Enumerable.Range(5, 20).Select(number => $"Events {number}"), "Logs 3", "Logs 4", "Replay 1", "Replay 2"], drain.Names);
        Assert.Empty(drain.Store.Rows);
    }

    [Fact]
    public async Task Recordings_do_not_take_the_place_of_events_while_the_ramp_is_low()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.Keep(Enumerable.Range(0, 100), OutboxKind.Replay);
            drain.Keep(Enumerable.Range(0, 1000));
        });
        await drain.RunAsync(Minute);
        Assert.InRange(drain.Names.ToList().FindIndex(static name => name.StartsWith("Replay", StringComparison.Ordinal)), 990, 1000);
        Assert.Empty(drain.Store.Rows);
    }

    [Fact]
    public async Task New_events_do_not_wait_behind_recordings()
    {
        await using var drain = new Drain(new() { MaxConcurrency = 1 }, before: static drain =>
        {
            drain.Keep(Enumerable.Range(0, 1000), OutboxKind.Replay);
        });
        await drain.RunAsync(TimeSpan.FromSeconds(1));
        var before = drain.Names.Count;
        drain.Keep(7);
        await drain.RunAsync(TimeSpan.FromSeconds(0.1));
        Assert.Contains("Events 7", drain.Names.Skip(before).Take(3));
    }

    [Fact]
    public async Task The_ramp_starts_at_one_and_never_passes_its_most()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 5000)));
        await drain.RunAsync(Minute);
        Assert.Empty(drain.Store.Rows);
        Assert.Equal(8, drain.PostHog.MostInFlight);
        foreach (var (until, width) in new[] { (1, 1), (2, 2), (3, 4) })
        {
            Assert.Equal(width, drain.PostHog.Log.Where(sent => sent.At < TimeSpan.FromSeconds(until)).Max(sent => sent.Width));
        }

        // Read ahead: the store is not asked for the same ones at every one that is sent.
        Assert.InRange(drain.Store.Asked.Values.Sum(), 1, 5000 / 4);
    }

    [Fact]
    public async Task The_ramp_starts_again_when_PostHog_is_back_even_where_nothing_kept_has_failed()
    {
        await using var drain = new Drain();
        await drain.RunAsync(Minute);
        for (var visitor = 0; visitor < 5; visitor++)
        {
            drain.Circuit().Failed();
        }

        drain.Keep(Enumerable.Range(0, 1000));
        await drain.RunAsync(Minute);
        var back = drain.PostHog.Log[0].At;
        Assert.Equal(1, drain.PostHog.Log.Where(sent => sent.At < back + TimeSpan.FromSeconds(1)).Max(sent => sent.Width));
        Assert.Equal(8, drain.PostHog.MostInFlight);
    }
}
