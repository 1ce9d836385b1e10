using System.Globalization;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>What a person may do about dead letters, in the app and with the tool.</summary>
internal static class DeadRequests
{
    private const string IsMeant = "is_dead = 1 AND ($id IS NULL OR id = $id)";

    /// <summary>They wait again, as if they had never failed. Answers how many there were.</summary>
    public static int Retry(SqliteConnection connection, string? id) =>
        IsName(id) ? connection.Execute($"UPDATE request SET is_dead = 0, attempts = 0, due_at = 0 WHERE {IsMeant}", ("$id", Number(id))) : 0;

    public static int Remove(SqliteConnection connection, string? id) =>
        IsName(id) ? connection.Execute($"DELETE FROM request WHERE {IsMeant}", ("$id", Number(id))) : 0;

    /// <summary>The newest first, without a look at their bodies.</summary>
    public static IReadOnlyList<DeadLetter> Newest(SqliteConnection connection, int count)
    {
        using var command = connection.Command(
            "SELECT id, kind, proxy, received_at, last_status, bytes FROM request WHERE is_dead = 1 ORDER BY received_at DESC LIMIT $count", ("$count", count));
        using var row = command.ExecuteReader();
        var letters = new List<DeadLetter>();
        while (row.Read())
        {
            letters.Add(new(
                RequestRow.Id(row), (OutboxKind)(row.Count(1) ?? 0), row.Text(2) ?? "unknown", row.Time(3) ?? DateTime.UnixEpoch, row.Count(4) ?? 0, row.Integer(5) ?? 0));
        }

        return letters;
    }

    // What comes from a browser may be anything.
    private static bool IsName(string? id) => id is null || long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static object Number(string? id) => id is null ? DBNull.Value : long.Parse(id, CultureInfo.InvariantCulture);
}
