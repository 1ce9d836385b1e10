using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>How much may be kept.</summary>
internal sealed class Room(OutboxFile file, SqliteStoreOptions options)
{
    private const string Sum = "SELECT CAST(total(bytes) AS INTEGER) FROM total WHERE is_dead = 0";

    /// <summary>By its time: in the order of ids, all proxies would have to be sorted each time.</summary>
    public const string OldestOf = "SELECT id FROM request WHERE is_dead = $dead ORDER BY received_at, id LIMIT 1";

    public bool DiskIsFull()
    {
        try
        {
            return new DriveInfo(file.Folder).AvailableFreeSpace < options.MinFreeDisk;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The write says what is wrong.
            return false;
        }
    }

    /// <summary>Whether a request of this size has room, inside the transaction that adds it.</summary>
    public Kept Make(SqliteConnection connection, OutboxKind kind, long size)
    {
        if (kind == OutboxKind.Replay
            && connection.Number(Sum + " AND kind = $kind", ("$kind", (int)OutboxKind.Replay)) + size > options.MaxBytes * options.MaxReplayShare)
        {
            return Kept.ReplaysFull;
        }

        var spare = options.MaxBytes - Math.Max(0, connection.Number(Sum));
        if (size <= spare)
        {
            return Kept.Yes;
        }

        return options.DropsOldest && size <= options.MaxBytes && Drop(connection, isDead: false, size - spare) ? Kept.Yes : Kept.Full;
    }

    public void LimitDead(SqliteConnection connection)
    {
        var over = connection.Number("SELECT CAST(total(bytes) AS INTEGER) FROM total WHERE is_dead = 1") - options.DeadLetterMaxBytes;
        if (over > 0)
        {
            Drop(connection, isDead: true, over);
        }
    }

    /// <summary>
    /// Puts sizes and their sums right where they do not fit the requests: a sum that is too high would keep requests out for ever. No body is read for
    /// it: SQLite knows the length of a blob from the head of its row.
    /// </summary>
    public static void Recount(SqliteConnection connection)
    {
        const string Size = "coalesce(length(head), 0) + coalesce(length(body), 0)";
        const string Sums = "SELECT kind, is_dead, count(*), CAST(total(bytes) AS INTEGER)";
        const string Noted = "SELECT kind, is_dead, entries, bytes FROM total WHERE entries <> 0 OR bytes <> 0";
        const string Wrong =
            $"""
            WITH real(kind, is_dead, entries, bytes, odd) AS MATERIALIZED ({Sums}, total(bytes IS NOT {Size}) FROM request GROUP BY kind, is_dead),
              counted AS (SELECT kind, is_dead, entries, bytes FROM real)
            SELECT (SELECT CAST(total(odd) AS INTEGER) FROM real)
              + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT {Noted})) + (SELECT count(*) FROM ({Noted} EXCEPT SELECT * FROM counted))
            """;
        if (connection.Number(Wrong) == 0)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute($"UPDATE request SET bytes = {Size} WHERE bytes IS NOT {Size}; DELETE FROM total; INSERT INTO total (kind, is_dead, entries, bytes) {Sums} FROM request GROUP BY kind, is_dead");
        transaction.Commit();
    }

    // The oldest, until there is that much room.
    private static bool Drop(SqliteConnection connection, bool isDead, long bytes)
    {
        while (bytes > 0)
        {
            var id = connection.Number(OldestOf, ("$dead", isDead ? 1 : 0));
            if (id == 0)
            {
                return false;
            }

            bytes -= connection.Number("SELECT bytes FROM request WHERE id = $id", ("$id", id));
            connection.Execute("DELETE FROM request WHERE id = $id", ("$id", id));
        }

        return true;
    }
}
