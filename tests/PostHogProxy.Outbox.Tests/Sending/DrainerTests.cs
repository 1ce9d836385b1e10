using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Sending;

public sealed class DrainerTests
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
    public async Task An_outage_is_asked_about_with_the_oldest_ones_in_turn_and_not_with_all()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.Answers = static _ => new(503);
            drain.Keep(Enumerable.Range(0, 100));
        });
        await drain.RunAsync(TimeSpan.FromHours(2));
        Assert.InRange(drain.PostHog.Log.Count, 100, 200);
        Assert.Equal(32, drain.Names.Distinct().Count());
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
    public async Task A_poisonous_request_among_good_ones_is_dead_after_ten_and_holds_up_none()
    {
        await using var drain = new Drain();
        drain.PostHog.Answers = static request => new(Drain.Name(request) == "Events 0" ? 500 : 200);
        drain.Keep(0);
        for (var second = 1; second <= 1200; second++)
        {
            drain.Keep(second);
            await drain.RunAsync(TimeSpan.FromSeconds(1));
        }

        await drain.RunAsync(Minute);
        var dead = Assert.Single(drain.Store.Rows);
        Assert.Equal("Events 0", Drain.Name(dead.Request));
        Assert.Equal(500, dead.DeadBy);

        // The first failure is nobody's fault: nothing had passed yet.
        Assert.Equal(11, drain.Names.Count(static name => name == "Events 0"));
    }

    [Fact]
    public async Task Poison_at_the_head_of_the_queue_keeps_no_circuit_open()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 40)));
        drain.PostHog.Answers = static request => new(int.Parse(Drain.Name(request)[7..], System.Globalization.CultureInfo.InvariantCulture) < 20 ? 500 : 200);
        await drain.RunAsync(TimeSpan.FromHours(6));
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"Events {number}"), drain.Store.Rows.Select(row => Drain.Name(row.Request)));
    }

    [Fact]
    public async Task A_poisonous_request_alone_is_not_sent_again_and_again_while_visitors_pass()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(1));
        drain.PostHog.Answers = static _ => new(500);
        for (var second = 0; second < 3600; second++)
        {
            var service = drain.Services[0];
            service.Passed(service.Begin()!.Value.Begun);
            await drain.RunAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(500, Assert.Single(drain.Store.Rows).DeadBy);
        Assert.Equal(11, drain.Names.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(413)]
    public async Task What_PostHog_refuses_is_dead_at_once(int status)
    {
        await using var drain = new Drain(before: static drain => drain.Keep([1, 2]));
        drain.PostHog.Answers = request => new(Drain.Name(request) == "Events 1" ? status : 200);
        await drain.RunAsync(Minute);
        Assert.Equal(status, Assert.Single(drain.Store.Rows).DeadBy);
        Assert.Equal(2, drain.Names.Count);
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
    public async Task Who_has_no_lease_sends_nothing_until_he_has_it()
    {
        await using var drain = new Drain(store: new() { IsLeasedElsewhere = true }, before: static drain => drain.Keep(1));
        await drain.RunAsync(Minute);
        Assert.Empty(drain.Names);
        drain.Store.IsLeasedElsewhere = false;
        await drain.RunAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(["Events 1"], drain.Names);
    }

    [Fact]
    public async Task A_stop_in_the_middle_leaves_what_was_under_way_and_gives_the_lease_back()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 100)));
        drain.PostHog.Takes = static _ => TimeSpan.FromSeconds(3);
        await drain.RunAsync(TimeSpan.FromSeconds(10));
        Assert.True(drain.PostHog.InFlight > 1);
        await drain.StopAsync();
        Assert.Equal(0, drain.PostHog.InFlight);
        Assert.False(drain.Store.IsLeased);
        var passed = drain.PostHog.Log.Where(sent => sent.At + TimeSpan.FromSeconds(3) <= drain.Time.Elapsed).Select(sent => Drain.Name(sent.Request)).ToList();
        Assert.NotEmpty(passed);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"Events {number}").Except(passed), drain.Store.Rows.Select(row => Drain.Name(row.Request)));
    }

    [Fact]
    public async Task What_PostHog_took_is_not_sent_again_because_the_store_could_not_let_go_of_it()
    {
        await using var drain = new Drain(before: static drain => drain.Keep([1, 2, 3]));
        drain.Store.Fails = static name => name == "remove";
        await drain.RunAsync(Minute);
        Assert.InRange(drain.StoreFailures, 5, 40);
        Assert.Equal(drain.Names.Distinct(), drain.Names);
        drain.Store.Fails = static _ => false;
        await drain.RunAsync(Minute);
        Assert.Equal(["Events 1", "Events 2", "Events 3"], drain.Names);
        Assert.Empty(drain.Store.Rows);
    }

    [Theory]
    [InlineData("due")]
    [InlineData("expire")]
    [InlineData("measure")]
    [InlineData("lease")]
    [InlineData("postpone")]
    public async Task A_store_that_fails_is_asked_again_later_and_not_at_once(string name)
    {
        await using var drain = new Drain(before: drain =>
        {
            drain.Keep(Enumerable.Range(0, 20));
            drain.PostHog.Answers = static _ => new(503);
            drain.Store.Fails = failing => failing == name;
        });
        await drain.RunAsync(Minute);
        Assert.InRange(drain.StoreFailures, 1, 40);
        drain.Store.Fails = static _ => false;
        drain.PostHog.Answers = static _ => new(200);
        await drain.RunAsync(Minute * 3);
        Assert.Empty(drain.Store.Rows);
    }

    [Fact]
    public async Task Requests_of_a_proxy_that_is_not_there_are_named_and_kept()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.Keep(1);
            drain.Store.Add("old.example/k3fw", Sample.Request(2, at: drain.Time.GetUtcNow().UtcDateTime));
        });
        await drain.RunAsync(Minute / 2);
        Assert.Empty(drain.Orphans);
        await drain.RunAsync(Minute * 3);
        Assert.Equal(["old.example/k3fw"], drain.Orphans);
        Assert.Equal("old.example/k3fw", Assert.Single(drain.Store.Rows).Proxy);
        Assert.Equal(["Events 1"], drain.Names);
    }

    [Fact]
    public async Task A_proxy_that_is_off_sends_nothing_and_loses_nothing()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.IsOff = true;
            drain.Keep(1);
        });
        await drain.RunAsync(Minute);
        Assert.Empty(drain.Names);
        drain.PostHog.IsOff = false;
        await drain.RunAsync(Minute);
        Assert.Equal(["Events 1"], drain.Names);
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
