using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Ingest;

/// <summary>
/// When an event happened, as PostHog's capture service works it out (rust/common/types/src/timestamp.rs) from what the event says, when the SDK
/// says that it sent it, and its own clock.
/// </summary>
internal sealed class EventTimes
{
    private static readonly TimeSpan LongestAhead = TimeSpan.FromHours(23);
    private static readonly TimeSpan RecordingStep = TimeSpan.FromMinutes(5);

    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset? _sentAt;

    private EventTimes(DateTimeOffset now, DateTimeOffset? sentAt)
    {
        _now = now;
        _sentAt = sentAt;
    }

    /// <summary>Events: the body's <c>sent_at</c> counts in the shape with <c>batch</c> only; the query's otherwise.</summary>
    public static EventTimes OfEvents(HttpRequest request, JsonElement body, DateTimeOffset now)
    {
        var isWrapper = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("batch", out var batch) && batch.ValueKind == JsonValueKind.Array;
        return new(now, (isWrapper ? Iso(body, "sent_at") : null) ?? QuerySentAt(request));
    }

    /// <summary>Recordings: the first item's <c>sent_at</c>, else the query's.</summary>
    public static EventTimes OfRecording(HttpRequest request, JsonElement body, DateTimeOffset now)
    {
        var first = body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;
        return new(now, Iso(first, "sent_at") ?? QuerySentAt(request));
    }

    /// <summary>By how much PostHog moves every item of a recording: what its clock is off, to five minutes.</summary>
    public TimeSpan RecordingShift => _sentAt is { } sent
        ? RecordingStep * -Math.Round((sent - _now) / RecordingStep, MidpointRounding.AwayFromZero)
        : TimeSpan.Zero;

    public DateTimeOffset Of(JsonElement item)
    {
        if (item.TryGetProperty("offset", out var offset) && offset.ValueKind == JsonValueKind.Number)
        {
            return Clamp(_now.AddMilliseconds(-offset.GetInt64()));
        }

        if (Iso(item, "timestamp") is not { } timestamp)
        {
            return _now;
        }

        var ignores = item.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty("$ignore_sent_at", out var ignore)
            && ignore.ValueKind == JsonValueKind.True;
        return Clamp(_sentAt is { } sent && !ignores ? timestamp - (sent - _now) : timestamp);
    }

    private DateTimeOffset Clamp(DateTimeOffset time) => time > _now + LongestAhead ? _now : time;

    // Milliseconds under either of two names; what would be a year up to 2020 is meant as something else.
    private static DateTimeOffset? QuerySentAt(HttpRequest request)
    {
        var text = request.Query["sent_at"].ToString() is { Length: > 0 } named ? named : request.Query["_"].ToString();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is { Year: > 2020 } time
            ? time
            : null;
    }

    private static DateTimeOffset? Iso(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
}
