using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>An hour's outage at 200 events a second, in requests of twenty, and what comes after it.</summary>
public sealed class HourTests
{
    private const int RequestsASecond = 10;
    private const int Bytes = 16_000;

    [Fact]
    public async Task An_hours_outage_spends_nobodys_attempts_stays_in_its_bounds_and_drains_behind_the_live_traffic()
    {
        // Room for three quarters of it: what has no room is refused, not lost in silence.
        const long maxBytes = 3600L * RequestsASecond * Bytes * 3 / 4;
        await using var drain = new Drain(store: new() { MaxBytes = maxBytes });
        drain.PostHog.Answers = static _ => new(503);
        int kept = 0, refused = 0, live = 0;
        for (var second = 0; second < 3600; second++)
        {
            await drain.RunAsync(TimeSpan.FromSeconds(1));
            for (var request = 0; request < RequestsASecond; request++)
            {
                if (Visit(drain) == Kept.Yes)
                {
                    kept++;
                }
                else
                {
                    refused++;
                }
            }
        }

        Assert.InRange(drain.Store.MostBytes, maxBytes * 9 / 10, maxBytes);
        Assert.Equal(3600 * RequestsASecond, kept + refused);
        Assert.InRange(refused, 1, kept / 2);
        Assert.True(drain.Circuit().IsOpen);
        Assert.InRange(drain.PostHog.Log.Count, 60, 80);
        Assert.All(drain.Store.Rows, static row => Assert.Equal((0, null), (row.Attempts, row.DeadBy)));

        drain.PostHog.Answers = static _ => new(200);
        var before = drain.PostHog.Log.Count;
        var since = drain.Time.Elapsed;
        while (drain.Store.Count > 0)
        {
            await drain.RunAsync(TimeSpan.FromSeconds(1));
            for (var request = 0; request < RequestsASecond; request++)
            {
                live += Visit(drain) is null ? 1 : 0;
            }
        }

        // 8 at once, 20 ms each: 400 a second, less the probe's pause and the ramp.
        Assert.InRange((drain.Time.Elapsed - since).TotalSeconds, kept / 400, kept / 400 + 120);
        Assert.Equal(8, drain.PostHog.MostInFlight);
        var sent = drain.PostHog.Log.Skip(before).Where(static one => one.Status == 200).ToList();
        Assert.Equal(sent.Count, sent.Select(static one => one.Request.Query).Distinct().Count());
        Assert.InRange(sent.Count, kept, kept + 60 * RequestsASecond);
        Assert.True(live > 50 * RequestsASecond);
    }

    // As the proxy does: null where it went to PostHog at once.
    private static Kept? Visit(Drain drain)
    {
        var service = drain.Services[0];
        if (service.Begin() is { } attempt)
        {
            if (drain.PostHog.Answers(Sample.Request(0)).Status == 200)
            {
                service.Passed(attempt.Begun);
                return null;
            }

            service.Circuit.Failed(isProbe: attempt.IsProbe);
        }

        return drain.Store.Add(Sample.Proxy, Sample.Request(drain.Next(), OutboxKind.Events, Bytes, drain.Time.GetUtcNow().UtcDateTime));
    }
}
