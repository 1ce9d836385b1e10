namespace PostHogProxy.Outbox.Stores;

/// <param name="Entries">Requests that wait.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Oldest">When the oldest of them came; null where there is none.</param>
/// <param name="Dead">Requests that PostHog refuses.</param>
/// <param name="DeadBytes">Their bytes.</param>
internal readonly record struct OutboxContent(long Entries, long Bytes, DateTime? Oldest, long Dead, long DeadBytes);
