namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>The store under the drainer: its lease, a stop, and failures of its own.</summary>
public sealed class DrainStoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

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
}
