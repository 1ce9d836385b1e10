using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>
/// What PostHog makes of a kept request is compared with what it would have made of it at once. The formula on PostHog's side is the stand-in's
/// own.
/// </summary>
public sealed class EventTimesTests
{
    private static readonly DateTime[] Moments =
    [
        Utc("2026-11-29T10:20:30.123"), Utc("2026-11-29T23:59:59.900"), Utc("2026-12-31T23:30:00.001"), Utc("2028-02-29T23:59:58.000"), Utc("2026-10-25T00:59:59.999"),
    ];

    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromHours(23)];

    private static readonly TimeSpan[] Skews = [TimeSpan.Zero, TimeSpan.FromMinutes(-7), TimeSpan.FromHours(25)];

    public static TheoryData<string, string> ShapesAndEncodings() =>
        [.. from shape in SdkRequest.Shapes from encoding in SdkRequest.Encodings select (shape, encoding)];

    [Theory, MemberData(nameof(ShapesAndEncodings))]
    public async Task An_event_has_the_time_that_it_would_have_had_at_once(string shape, string encoding)
    {
        await using var postHog = await Replays.StartAsync();
        foreach (var receivedAt in Moments)
        {
            foreach (var skew in Skews)
            {
                var kept = SdkRequest.Of(shape, encoding, receivedAt, skew);
                var atOnce = await postHog.AtAsync(receivedAt, kept);
                Assert.NotEmpty(atOnce);
                foreach (var delay in Delays)
                {
                    var sent = TrueTimes.For(kept, receivedAt + delay);
                    Assert.True(sent.WasRead);
                    var later = await postHog.AtAsync(receivedAt + delay, sent.Request);
                    Assert.Equal(
                        atOnce.Select(one => (one.Event, one.Uuid, one.DistinctId, one.Time)), later.Select(one => (one.Event, one.Uuid, one.DistinctId, one.Time)));
                }
            }
        }
    }

    [Theory, MemberData(nameof(ShapesAndEncodings))]
    public void Every_attempt_is_the_same_to_the_byte(string shape, string encoding)
    {
        var receivedAt = Moments[0];
        var kept = SdkRequest.Of(shape, encoding, receivedAt, TimeSpan.FromMinutes(3));
        var first = TrueTimes.For(kept, receivedAt.AddSeconds(1)).Request;
        foreach (var delay in Delays)
        {
            var next = TrueTimes.For(kept, receivedAt + delay).Request;
            Assert.Equal(first.Body, next.Body);
            Assert.Equal((first.Path, first.Query), (next.Path, next.Query));
            Assert.Equal(first.Headers, next.Headers);
        }
    }

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
