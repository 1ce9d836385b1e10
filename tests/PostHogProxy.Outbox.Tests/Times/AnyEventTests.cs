using System.Text;
using System.Text.Json;
using CsCheck;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>Events of any shape keep their time, and all of them but their time.</summary>
public sealed class AnyEventTests
{
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromHours(23)];

    [Fact]
    public void An_event_of_any_shape_has_the_time_that_it_would_have_had_at_once() => AnyEvents.Any.Sample(
        static body =>
        {
            var kept = Kept(body);
            var atOnce = CaptureOracle.Times(kept.Body, body.Query, AnyEvents.ReceivedAt);
            var bodies = new List<byte[]>();
            foreach (var delay in Delays)
            {
                var sent = TrueTimes.For(kept, AnyEvents.ReceivedAt + delay);
                if (atOnce is null)
                {
                    // PostHog refuses it, now and later.
                    Assert.False(sent.WasRead);
                    Assert.Same(kept.Body, sent.Request.Body);
                    continue;
                }

                Assert.True(sent.WasRead);
                var later = CaptureOracle.Times(sent.Request.Body, sent.Request.Query.TrimStart('?'), AnyEvents.ReceivedAt + delay);
                Assert.Equal(atOnce, later);
                bodies.Add(sent.Request.Body);
            }

            Assert.All(bodies, other => Assert.Equal(bodies[0], other));
        },
        iter: 4_000);

    [Fact]
    public void All_but_the_time_stays_byte_for_byte_and_in_its_order() => AnyEvents.Any.Sample(
        static body =>
        {
            var kept = Kept(body);
            var sent = TrueTimes.For(kept, AnyEvents.ReceivedAt.AddHours(1)).Request;
            Assert.Equal(Rest(kept.Body), Rest(sent.Body));
            Assert.Equal(kept.Headers, sent.Headers);
            Assert.Equal(kept.Path, sent.Path);
        },
        iter: 4_000);

    private static KeptRequest Kept((string Json, string Query) body) => new()
    {
        Kind = OutboxKind.Events,
        ReceivedAt = AnyEvents.ReceivedAt,
        Path = "/e/",
        Query = "?" + body.Query,
        Headers = [new("Content-Type", "application/json"), new("User-Agent", "é")],
        Body = Encoding.UTF8.GetBytes(body.Json),
    };

    // Each member as it is written, but those that tell the time.
    private static IReadOnlyList<string> Rest(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
        var body = document.RootElement;
        if (body.ValueKind == JsonValueKind.Array)
        {
            return [.. body.EnumerateArray().SelectMany(Event)];
        }

        return body.TryGetProperty("batch", out var batch) && batch.ValueKind == JsonValueKind.Array
            ? [.. body.EnumerateObject().Where(static member => member.Name is not ("batch" or "sent_at")).Select(static member => Raw(member)), .. batch.EnumerateArray().SelectMany(Event)]
            : [.. Event(body)];
    }

    private static IEnumerable<string> Event(JsonElement item) =>
        ["event", .. item.EnumerateObject().Where(static member => member.Name is not ("offset" or "timestamp")).Select(Raw)];

    private static string Raw(JsonProperty member) => member.ToString();
}
