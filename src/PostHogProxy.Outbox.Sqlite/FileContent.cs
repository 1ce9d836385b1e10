using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>What is in the file as a whole: how much, of whom, and what is too old.</summary>
internal static class FileContent
{
    /// <summary>A time that is none, as the disk may leave it, would never come: a text is more than any number.</summary>
    public const string Expired =
        """
        DELETE FROM request WHERE id IN (
          SELECT id FROM request WHERE received_at < $oldest
          UNION ALL SELECT id FROM request WHERE received_at > $never)
        """;

    /// <summary>How much there is, without a look at a request.</summary>
    public const string Totals =
        """
        SELECT
          (SELECT CAST(total(entries) AS INTEGER) FROM total WHERE is_dead = 0), (SELECT CAST(total(bytes) AS INTEGER) FROM total WHERE is_dead = 0),
          (SELECT min(received_at) FROM request WHERE is_dead = 0),
          (SELECT CAST(total(entries) AS INTEGER) FROM total WHERE is_dead = 1), (SELECT CAST(total(bytes) AS INTEGER) FROM total WHERE is_dead = 1)
        """;

    public static OutboxContent Measure(SqliteConnection connection, bool isDiskFull)
    {
        using var command = connection.Command(Totals);
        using var row = command.ExecuteReader();
        row.Read();
        return new(row.GetInt64(0), row.GetInt64(1), row.Time(2), row.GetInt64(3), row.GetInt64(4)) { IsDiskFull = isDiskFull };
    }

    // From one name to the next in the index: it holds an entry for each request.
    public static IReadOnlyCollection<string> Proxies(SqliteConnection connection)
    {
        using var command = connection.Command(
            """
            WITH RECURSIVE waiting(proxy) AS (
              SELECT min(proxy) FROM request WHERE is_dead = 0
              UNION ALL
              SELECT (SELECT min(proxy) FROM request WHERE is_dead = 0 AND proxy > waiting.proxy) FROM waiting WHERE waiting.proxy IS NOT NULL)
            SELECT proxy FROM waiting WHERE proxy IS NOT NULL
            """);
        using var rows = command.ExecuteReader();
        var proxies = new List<string>();
        while (rows.Read())
        {
            proxies.Add(rows.Text(0) ?? "unknown");
        }

        return proxies;
    }

    public static int Expire(SqliteConnection connection, DateTime oldest) =>
        connection.Execute(Expired, ("$oldest", RequestRow.Milliseconds(oldest)), ("$never", RequestRow.Milliseconds(DateTime.MaxValue)));

    public static bool HasFreePages(SqliteConnection connection) => connection.Number("PRAGMA freelist_count") > 0;

    /// <summary>Gives free pages back to the disk.</summary>
    public static bool FreePages(SqliteConnection connection)
    {
        // A row for each page: whoever does not read them all gives only one back.
        using var command = connection.Command("PRAGMA incremental_vacuum(2048)");
        using var pages = command.ExecuteReader();
        while (pages.Read())
        {
        }

        return true;
    }
}
