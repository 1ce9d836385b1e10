using System.Text;
using System.Text.Json;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;
using PostHogProxy.Outbox.Tests.Times;

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

    [Fact]
    public async Task All_720_000_events_of_an_hour_arrive_once_and_each_with_its_own_time()
    {
        const int eventsARequest = 20;
        var arrived = new bool[3600 * RequestsASecond * eventsARequest];
        var isDown = true;
        await using var drain = new Drain(store: new() { MaxBytes = 1L << 30 });
        drain.PostHog.Answers = request =>
        {
            if (isDown)
            {
                return new(503);
            }

            var times = CaptureOracle.Times(request.Body, request.Query.TrimStart('?'), drain.Time.GetUtcNow().UtcDateTime)!;
            using var body = JsonDocument.Parse(request.Body);
            var events = body.RootElement.GetProperty("batch");
            Assert.Equal(eventsARequest, events.GetArrayLength());
            for (var at = 0; at < eventsARequest; at++)
            {
                var number = events[at].GetProperty("n").GetInt32();
                Assert.False(arrived[number], $"Event {number} has come twice.");
                Assert.Equal(Time(drain, number), times[at]);
                arrived[number] = true;
            }

            return new(200);
        };
        for (var request = 0; request < 3600 * RequestsASecond; request++)
        {
            await drain.RunAsync(TimeSpan.FromSeconds(1.0 / RequestsASecond));
            var now = drain.Time.GetUtcNow().UtcDateTime;
            var first = request * eventsARequest;
            var events = Enumerable.Range(first, eventsARequest).Select(number =>
                $$"""{"event":"a","distinct_id":"d","n":{{number}},"offset":{{(now - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond - Time(drain, number)}}}""");
            var kept = drain.Store.Add(Sample.Proxy, new()
            {
                Kind = OutboxKind.Events,
                ReceivedAt = now,
                Path = "/e/",
                Query = "?ip=0",
                Headers = [new("Content-Type", "application/json")],
                Body = Encoding.UTF8.GetBytes($$"""{"api_key":"phc_a","batch":[{{string.Join(',', events)}}],"sent_at":"{{now.AddSeconds(7):O}}"}"""),
            });
            Assert.Equal(Kept.Yes, kept);
        }

        Assert.DoesNotContain(true, arrived);
        isDown = false;
        await drain.RunAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, drain.Store.Count);
        Assert.Equal(8, drain.PostHog.MostInFlight);
        Assert.DoesNotContain(false, arrived);
    }

    // Five milliseconds apart, as 200 a second are.
    private static long Time(Drain drain, int number) => drain.Time.Start.ToUnixTimeMilliseconds() + number * 5L;

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
