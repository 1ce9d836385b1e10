using System.Text.Json.Serialization;
using PostHogProxy.Outbox.Erasing;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Sqlite;

namespace PostHogProxy.Tool.Outbox;

/// <summary>Erases one person, or everything, and leaves no trace of it in the file.</summary>
internal static class OutboxPurge
{
    /// <param name="archive">The outbox.</param>
    /// <param name="distinctId">The person; null for everything.</param>
    public static PurgeDocument Run(Archive archive, string? distinctId)
    {
        var purged = distinctId is null ? All(archive) : Person(archive, new PersonEraser(distinctId));
        return purged with { Shredded = archive.Shred(), Broken = archive.Broken };
    }

    private static PurgeDocument All(Archive archive) => new("purge", archive.RemoveAll(), 0, 0, [], false, []) { Everything = true };

    private static PurgeDocument Person(Archive archive, PersonEraser eraser)
    {
        int removed = 0, changed = 0, items = 0;
        var unread = new List<UnreadDocument>();
        foreach (var row in archive.Requests(isDead: null))
        {
            var erased = row.Request is { } request ? eraser.Erase(request) : new(Erasure.Unreadable);
            switch (erased.Erasure)
            {
                case Erasure.Whole:
                    removed += archive.Remove(row.Id);
                    items += erased.Items;
                    break;
                case Erasure.Part:
                    changed += archive.Replace(row, erased.Rest!);
                    items += erased.Items;
                    break;
                case Erasure.Unreadable:
                    unread.Add(new(row.Name, KindName.Of(row.Kind), row.ReceivedAt, row.Bytes, Why(row)));
                    break;
                default:
                    break;
            }
        }

        return new("purge", removed, changed, items, unread, false, []);
    }

    private static string Why(ArchivedRequest row) =>
        row.Request is null ? "spoilt"
        : ProtectedRequest.Is(row.Request) ? "protected"
        : "undecodable";
}

internal sealed record UnreadDocument(string Id, string Kind, DateTime ReceivedAt, long Bytes, string Why);

/// <param name="Command">purge.</param>
/// <param name="Removed">Requests that are gone.</param>
/// <param name="Changed">Requests that are kept without the person's part.</param>
/// <param name="Items">The person's events, recording items and log records.</param>
/// <param name="Unread">Requests that nobody can read here; the person may be in them.</param>
/// <param name="Shredded">Whether nothing of it is left in the file or its write-ahead log.</param>
/// <param name="Broken">Files that were found broken once; they are not looked at.</param>
internal sealed record PurgeDocument(
    string Command, int Removed, int Changed, int Items, IReadOnlyList<UnreadDocument> Unread, bool Shredded, IReadOnlyList<string> Broken)
{
    public int Schema { get; } = 1;

    /// <summary>Whether all were to go, and not one person's.</summary>
    [JsonIgnore]
    public bool Everything { get; init; }

    public bool IsComplete => Unread.Count == 0 && Shredded && Broken.Count == 0;
}
