namespace PostHogProxy.Outbox.Stores;

/// <summary>How much a store holds.</summary>
/// <param name="Entries">Requests that wait.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Oldest">When the oldest of them came; null where there is none.</param>
/// <param name="Dead">Requests that PostHog refuses.</param>
/// <param name="DeadBytes">Their bytes.</param>
internal readonly record struct OutboxContent(long Entries, long Bytes, DateTime? Oldest, long Dead, long DeadBytes)
{
    /// <summary>Whether the disk has too little room for anything new.</summary>
    public bool IsDiskFull { get; init; }
}
