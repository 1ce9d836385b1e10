using System.Globalization;

namespace PostHogProxy.Outbox.Times;

/// <summary>The time that PostHog's capture service would have given an event, had it come at the moment we received it.</summary>
internal static class EventTime
{
    private const string Millisecond = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Tick = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    // Capture takes an event from further ahead for one of now.
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(23);

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd",
    ];

    /// <summary>
    /// The time that must stand on the event, or null where what stands there already says it and no clock can change that.
    /// </summary>
    /// <param name="stamps">What the event carries.</param>
    /// <param name="sentAt">When the SDK says that it sent the request; null where it does not say so.</param>
    /// <param name="receivedAt">When the request's body had come.</param>
    public static DateTime? Of(EventStamps stamps, DateTime? sentAt, DateTime receivedAt)
    {
        // capture, timestamp.rs: offset is looked at last, so it wins.
        if (stamps.Offset is { } offset)
        {
            return Within(Ago(receivedAt, offset), receivedAt);
        }

        if (stamps.Timestamp is not { } text)
        {
            return receivedAt;
        }

        if (Parse(text) is not { } stamp)
        {
            // Capture takes what is no time for none. What only we cannot read is left to it.
            return text.AsSpan().ContainsAnyInRange('0', '9') ? null : receivedAt;
        }

        var corrected = sentAt is { } sent && !stamps.IgnoresSentAt ? Later(stamp, receivedAt - sent) : stamp;
        var time = Within(corrected, receivedAt);
        return time == stamp ? null : time;
    }

    public static string Write(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerMillisecond == 0 ? Millisecond : Tick, CultureInfo.InvariantCulture);

    /// <summary>A time in the forms that SDKs write; UTC where it names no zone.</summary>
    public static DateTime? Parse(string text)
    {
        text = text.Trim();

        // Nanoseconds, as servers' SDKs write them. Nothing here counts finer than 100 of them.
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end - dot - 1 > 7)
            {
                text = text.Remove(dot + 8, end - dot - 8);
            }
        }

        return DateTime.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
    }

    /// <summary>Null where that is outside the years that a calendar has.</summary>
    public static DateTime? Later(DateTime time, TimeSpan by)
    {
        var ticks = (Int128)time.Ticks + by.Ticks;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTime((long)ticks, DateTimeKind.Utc);
    }

    private static DateTime Within(DateTime? time, DateTime receivedAt) =>
        time is not { } known ? DateTime.UnixEpoch
        : known - receivedAt > MostAhead ? receivedAt
        : known;

    // A time outside the years that a calendar has is null: capture takes it for the epoch.
    private static DateTime? Ago(DateTime time, long milliseconds) =>
        Math.Abs((double)milliseconds) > TimeSpan.MaxValue.TotalMilliseconds ? null : Later(time, TimeSpan.FromMilliseconds(-milliseconds));
}
