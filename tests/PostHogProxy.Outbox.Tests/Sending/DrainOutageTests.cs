using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>In an outage of PostHog: how often it is asked, and with what.</summary>
public sealed class DrainOutageTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_hours_outage_spends_no_attempts_and_asks_with_one_at_a_time()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 1000)));
        await drain.RunAsync(TimeSpan.FromSeconds(4));
        var before = drain.PostHog.Log.Count;
        drain.PostHog.Answers = static _ => new(503);
        await drain.RunAsync(TimeSpan.FromHours(1));
        Assert.All(drain.Store.Rows, row => Assert.Equal((0, null), (row.Attempts, row.DeadBy)));

        var outage = drain.PostHog.Log.Skip(before).SkipWhile(static sent => sent.Status != 503).ToList();
        var probes = outage.Skip(8 + 5).ToList();
        Assert.All(probes, static probe => Assert.Equal(1, probe.Width));
        Assert.InRange(probes.Count, 55, 70);
        Assert.InRange(drain.Store.Asked[OutboxKind.Events], 0, 250);

        drain.PostHog.Answers = static _ => new(200);
        await drain.RunAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(drain.Store.Rows);
        Assert.Equal(1000, drain.PostHog.Log.Where(static sent => sent.Status == 200).Select(sent => Drain.Name(sent.Request)).Distinct().Count());
    }

    [Fact]
    public async Task PostHog_is_asked_as_soon_as_a_pause_is_over()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.Answers = static _ => new(503);
            drain.PostHog.Takes = static _ => TimeSpan.FromMilliseconds(1);
            drain.Keep(Enumerable.Range(0, 100));
        });
        await drain.RunAsync(Minute);
        var asked = drain.PostHog.Log.Select(static sent => sent.At.TotalSeconds).ToList();
        Assert.Equal([1, 2, 4, 8, 16], asked[4..9].Zip(asked[5..10], static (one, next) => Math.Round(next - one, 1)));
    }

    [Fact]
    public async Task An_outage_is_asked_about_with_the_oldest_ones_in_turn_and_not_with_all()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.Answers = static _ => new(503);
            drain.Keep(Enumerable.Range(0, 100));
        });
        await drain.RunAsync(TimeSpan.FromHours(2));
        Assert.InRange(drain.PostHog.Log.Count, 100, 200);
        Assert.Equal(Enumerable.Range(0, 32).Select(static number => $"Events {number}").Order(StringComparer.Ordinal), drain.Names.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_outage_of_recordings_alone_neither_holds_up_events_nor_spends_attempts()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 50), OutboxKind.Replay));
        drain.PostHog.Answers = static request => new(request.IsRecording ? 503 : 200);
        for (var minute = 0; minute < 60; minute++)
        {
            drain.Keep(minute);
            await drain.RunAsync(Minute);
        }

        Assert.All(drain.Store.Rows, row => Assert.Equal((OutboxKind.Replay, 0, null), (row.Request.Kind, row.Attempts, row.DeadBy)));
        Assert.Equal(50, drain.Store.Rows.Count);
        Assert.InRange(drain.PostHog.Log.Count, 100, 200);
    }

    [Fact]
    public async Task PostHog_is_left_alone_as_long_as_it_asks()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 10)));
        drain.PostHog.Answers = static _ => new(429, TimeSpan.FromSeconds(200));
        await drain.RunAsync(TimeSpan.FromSeconds(420));
        var opened = drain.PostHog.Log[4].At;
        Assert.Equal([200, 400], drain.PostHog.Log.Skip(5).Select(sent => Math.Round((sent.At - opened).TotalSeconds)));
    }

    [Fact]
    public async Task What_is_too_old_is_deleted_while_PostHog_is_down()
    {
        await using var drain = new Drain(before: static drain => drain.Keep([1, 2]));
        drain.PostHog.Answers = static _ => new(0);
        await drain.RunAsync(TimeSpan.FromHours(23));
        Assert.Equal(2, drain.Store.Count);
        await drain.RunAsync(TimeSpan.FromHours(1.1));
        Assert.Equal(0, drain.Store.Count);
        Assert.Equal(2, drain.Expired);
    }

    [Fact]
    public async Task An_open_circuit_with_nothing_to_ask_with_costs_nothing()
    {
        await using var drain = new Drain();
        for (var visitor = 0; visitor < 5; visitor++)
        {
            drain.Circuit().Failed();
        }

        await drain.RunAsync(Minute);
        Assert.InRange(drain.Store.Asked.Values.Sum(), 1, 200);
    }

    [Fact]
    public async Task A_silent_PostHog_is_given_up_after_the_time_of_an_attempt()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(1));
        drain.PostHog.Takes = static _ => TimeSpan.FromHours(1);
        await drain.RunAsync(Minute);
        Assert.Equal(1, Assert.Single(drain.Store.Rows).Attempts + 1);
        Assert.True(drain.Names.Count > 1);
    }
}
