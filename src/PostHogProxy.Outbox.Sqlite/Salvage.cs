using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <param name="Path">Where the broken file lies now.</param>
/// <param name="Requests">How many requests of it could be read; they are in the new one.</param>
internal sealed record Salvage(string Path, int Requests)
{
    private const string Rows = "SELECT id, kind, received_at, attempts, head, body, proxy, last_status, is_dead, bytes FROM request NOT INDEXED ORDER BY id";

    /// <summary>Reads a broken file row by row, from both ends, since a broken page stops a scan. Answers how many requests it has taken over.</summary>
    /// <exception cref="SqliteException">They cannot be written to the new file.</exception>
    public static int Take(string path, SqliteConnection into)
    {
        using var broken = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            broken.Open();
        }
        catch (SqliteException)
        {
            // Not even its first page can be read.
            return 0;
        }

        var taken = new HashSet<long>();
        using var transaction = into.BeginTransaction();
        Copy(broken, into, Rows, taken);
        Copy(broken, into, Rows + " DESC", taken);
        transaction.Commit();
        return taken.Count;
    }

    private static void Copy(SqliteConnection broken, SqliteConnection into, string sql, HashSet<long> taken)
    {
        using var command = broken.Command(sql);
        using var row = Begin(command);
        while (row is not null && IsNext(row))
        {
            if (Whole(row) is { } values && taken.Add(values.Id))
            {
                into.Execute(
                    """
                    INSERT INTO request (id, proxy, kind, received_at, attempts, last_status, is_dead, bytes, head, body)
                    VALUES ($id, $proxy, $kind, $received, $attempts, $status, $dead, $bytes, $head, $body)
                    """,
                    ("$id", values.Id), ("$proxy", values.Proxy), ("$kind", values.Kind), ("$received", values.Received), ("$attempts", values.Attempts), ("$status", values.Status),
                    ("$dead", values.Dead), ("$bytes", values.Head.Length + values.Body.Length), ("$head", values.Head), ("$body", values.Body));
            }
        }
    }

    private static SqliteDataReader? Begin(SqliteCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    // As far as it can be read.
    private static bool IsNext(SqliteDataReader row)
    {
        try
        {
            return row.Read();
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    // A row whose pages are mixed up reads without an error; what it says of its size hardly ever fits then.
    private static Values? Whole(SqliteDataReader row)
    {
        try
        {
            return row.Integer(0) is > 0 and var id && RequestRow.Read(row) is not null
                && row.Integer(1) is { } kind && row.Integer(2) is { } received && row.Integer(3) is { } attempts && row.Bytes(4) is { } head && row.Bytes(5) is { } body
                && row.Text(6) is { } proxy && row.Count(7) is { } status && row.Count(8) is (0 or 1) and { } dead && row.Integer(9) == head.Length + (long)body.Length
                    ? new(id, proxy, kind, received, attempts, status, dead, head, body)
                    : null;
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private sealed record Values(long Id, string Proxy, long Kind, long Received, long Attempts, int Status, int Dead, byte[] Head, byte[] Body);
}
