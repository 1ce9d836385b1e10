using System.Globalization;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Sqlite;

/// <param name="Kind">Events, logs or replays.</param>
/// <param name="Entries">How many requests.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Oldest">When the oldest came.</param>
internal sealed record ArchiveTotal(OutboxKind Kind, long Entries, long Bytes, DateTime Oldest);

/// <summary>A row of the file, with all that stands in it.</summary>
/// <param name="Id">The row.</param>
/// <param name="Proxy">The proxy that took it.</param>
/// <param name="Kind">Events, logs or replays.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Attempts">How often it failed while others passed.</param>
/// <param name="LastStatus">What PostHog answered last; 0 for nothing.</param>
/// <param name="IsDead">Whether it is a dead letter.</param>
/// <param name="Request">What was kept; null where the disk has spoilt it.</param>
internal sealed record ArchivedRequest(
    long Id, string Proxy, OutboxKind Kind, DateTime ReceivedAt, long Bytes, int Attempts, int LastStatus, bool IsDead, KeptRequest? Request)
{
    public static ArchivedRequest Of(SqliteDataReader row) => new(
        row.GetInt64(0), row.Text(6) ?? "unknown", (OutboxKind)(row.Count(1) ?? 0), row.Time(2) ?? DateTime.UnixEpoch, row.Integer(9) ?? 0, row.Count(3) ?? 0, row.Count(7) ?? 0,
        row.Integer(8) is not 0,
        RequestRow.Read(row)?.Request);

    public string Name => Id.ToString(CultureInfo.InvariantCulture);
}
