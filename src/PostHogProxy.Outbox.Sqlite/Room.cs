using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>How much may be kept.</summary>
internal sealed class Room(OutboxFile file, SqliteStoreOptions options)
{
    private const string Sum = "SELECT coalesce(sum(bytes), 0) FROM total WHERE is_dead = 0";

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

        var spare = options.MaxBytes - connection.Number(Sum);
        if (size <= spare)
        {
            return Kept.Yes;
        }

        return options.DropsOldest && size <= options.MaxBytes && Drop(connection, isDead: false, size - spare) ? Kept.Yes : Kept.Full;
    }

    public void LimitDead(SqliteConnection connection)
    {
        var over = connection.Number("SELECT coalesce(sum(bytes), 0) FROM total WHERE is_dead = 1") - options.DeadLetterMaxBytes;
        if (over > 0)
        {
            Drop(connection, isDead: true, over);
        }
    }

    // The oldest, until there is that much room.
    private static bool Drop(SqliteConnection connection, bool isDead, long bytes)
    {
        while (bytes > 0)
        {
            var id = connection.Number("SELECT id FROM request WHERE is_dead = $dead ORDER BY id LIMIT 1", ("$dead", isDead ? 1 : 0));
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
