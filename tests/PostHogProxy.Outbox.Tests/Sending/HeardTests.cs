using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>What metrics, health and the log hear of the drainer.</summary>
public sealed class HeardTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_PostHog_takes_is_heard_once_each_and_a_body_that_is_no_JSON_as_not_read()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.Keep(1);
            drain.Store.Add(Sample.Proxy, Sample.Request(2, at: drain.Time.GetUtcNow().UtcDateTime) with { Body = """{"event":"a","properties":{"distinct_id":"d"}}"""u8.ToArray() });
        });
        await drain.RunAsync(Minute);
        Assert.Equal(["sent Events 1, not read", "sent Events 2"], drain.Heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_attempt_that_fails_is_heard_with_its_status_before_what_it_leads_to()
    {
        var statuses = new Queue<int>([503, 0, 200]);
        await using var drain = new Drain(before: drain =>
        {
            drain.PostHog.Answers = _ => new(statuses.Dequeue());
            drain.Keep(1);
        });
        await drain.RunAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["postponed 503", "postponed 0", "sent Events 1, not read"], drain.Heard);
    }

    [Fact]
    public async Task What_PostHog_refuses_for_good_is_heard_as_buried_and_never_as_postponed()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.Answers = static _ => new(400);
            drain.Keep(1, OutboxKind.Replay);
        });
        await drain.RunAsync(Minute);
        Assert.Equal(["buried Replay 1 400"], drain.Heard);
        Assert.Equal((0, 1), (drain.Measured?.Entries, drain.Measured?.Dead));
    }

    [Fact]
    public async Task What_waits_is_measured_while_PostHog_is_down()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.Answers = static _ => new(503);
            drain.Keep([1, 2, 3]);
        });
        await drain.RunAsync(Minute);
        Assert.Equal((3, 0), (drain.Measured?.Entries, drain.Measured?.Dead));
        Assert.Equal(drain.Time.Start.UtcDateTime, drain.Measured?.Oldest);
    }
}
