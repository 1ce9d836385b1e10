namespace PostHogProxy.Outbox.Times;

/// <summary>What one event says about its time.</summary>
/// <param name="Offset">How many milliseconds before it was sent the event happened: posthog-js's queue writes this.</param>
/// <param name="Timestamp">The text of <c>timestamp</c>.</param>
/// <param name="IgnoresSentAt">Whether the event asks that <c>timestamp</c> is taken as it stands, by <c>$ignore_sent_at</c>.</param>
internal readonly record struct EventStamps(long? Offset, string? Timestamp, bool IgnoresSentAt);
