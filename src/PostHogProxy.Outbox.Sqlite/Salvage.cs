using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <param name="Path">Where the broken file lies now.</param>
/// <param name="Requests">How many requests of it could be read; they are in the new one.</param>
internal sealed record Salvage(string Path, int Requests)
{
    /// <summary>Reads a broken file row by row, from both ends, since a broken page stops a scan.</summary>
    public static Salvage Take(string path, SqliteConnection into)
    {
        var taken = new HashSet<long>();
        try
        {
            using var broken = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            broken.Open();
            Copy(broken, into, "SELECT id, proxy, kind, received_at, attempts, last_status, is_dead, bytes, head, body FROM request NOT INDEXED ORDER BY id", taken);
            Copy(broken, into, "SELECT id, proxy, kind, received_at, attempts, last_status, is_dead, bytes, head, body FROM request NOT INDEXED ORDER BY id DESC", taken);
        }
        catch (SqliteException)
        {
            // Not even its first page can be read.
        }

        return new(path, taken.Count);
    }

    private static void Copy(SqliteConnection broken, SqliteConnection into, string sql, HashSet<long> taken)
    {
        using var transaction = into.BeginTransaction();
        try
        {
            using var command = broken.Command(sql);
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                var id = row.GetInt64(0);
                if (!IsWhole(row) || !taken.Add(id))
                {
                    continue;
                }

                into.Execute(
                    """
                    INSERT INTO request (id, proxy, kind, received_at, attempts, last_status, is_dead, bytes, head, body)
                    VALUES ($id, $proxy, $kind, $received, $attempts, $status, $dead, $bytes, $head, $body)
                    """,
                    ("$id", id), ("$proxy", row.GetString(1)), ("$kind", row.GetInt64(2)), ("$received", row.GetInt64(3)), ("$attempts", row.GetInt64(4)), ("$status", row.GetInt64(5)),
                    ("$dead", row.GetInt64(6)), ("$bytes", row.GetInt64(7)), ("$head", row.GetFieldValue<byte[]>(8)), ("$body", row.GetFieldValue<byte[]>(9)));
            }
        }
        catch (SqliteException)
        {
            // As far as it can be read.
        }

        transaction.Commit();
    }

    // A row whose pages are mixed up reads without an error.
    private static bool IsWhole(SqliteDataReader row)
    {
        try
        {
            var head = row.GetFieldValue<byte[]>(8);
            return row.GetInt64(7) == head.Length + row.GetFieldValue<byte[]>(9).Length
                && Enum.IsDefined((OutboxKind)row.GetInt32(2))
                && RequestHead.Read(head) is not null;
        }
        catch (Exception unread) when (unread is InvalidCastException or InvalidOperationException)
        {
            return false;
        }
    }
}
