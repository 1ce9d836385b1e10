using PostHogProxy.Outbox.Sqlite;

namespace PostHogProxy.Tool.Outbox;

/// <summary>What is in an outbox, as it is printed.</summary>
internal static class OutboxStatus
{
    public static StatusDocument Of(string file, Archive archive, DateTime now)
    {
        var waiting = archive.Totals(isDead: false);
        var dead = archive.Totals(isDead: true);
        var oldest = waiting.Count == 0 ? (DateTime?)null : waiting.Min(total => total.Oldest);
        return new(
            "status",
            file,
            waiting.Sum(total => total.Entries),
            waiting.Sum(total => total.Bytes),
            oldest,
            oldest is { } since ? Math.Max(0, (long)(now - since).TotalSeconds) : 0,
            [.. waiting.Select(total => new KindDocument(KindName.Of(total.Kind), total.Entries, total.Bytes, total.Oldest))],
            dead.Sum(total => total.Entries),
            dead.Sum(total => total.Bytes),
            [.. archive.DeadByStatus().Select(one => new DeadStatusDocument(one.Status, one.Entries))],
            archive.Broken);
    }
}

internal sealed record StatusDocument(
    string Command,
    string File,
    long Entries,
    long Bytes,
    DateTime? Oldest,
    long OldestSeconds,
    IReadOnlyList<KindDocument> Kinds,
    long Dead,
    long DeadBytes,
    IReadOnlyList<DeadStatusDocument> DeadStatuses,
    IReadOnlyList<string> Broken)
{
    public int Schema { get; } = 1;
}

internal sealed record KindDocument(string Kind, long Entries, long Bytes, DateTime Oldest);

internal sealed record DeadStatusDocument(int Status, long Entries);
