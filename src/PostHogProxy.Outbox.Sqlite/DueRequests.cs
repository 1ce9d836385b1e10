using System.Globalization;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Finds what is to be sent next.</summary>
/// <param name="Proxy">The proxy that took it.</param>
/// <param name="Kind">Events, logs or replays.</param>
/// <param name="Now">Requests whose next attempt is later are not due.</param>
internal readonly record struct DueRequests(string Proxy, OutboxKind Kind, DateTime Now)
{
    // A clock that was set back must not make a request wait until it is right again. No pause between attempts is as long as this.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private const string AreDue = "is_dead = 0 AND proxy = $proxy AND kind = $kind AND (due_at <= $now OR due_at > $never)";

    /// <summary>The oldest, with their bodies; the index gives them in order, and nothing behind them is looked at.</summary>
    public const string OldestFirst = $"SELECT {RequestRow.Columns} FROM request WHERE {AreDue} ORDER BY id LIMIT $count";

    // Enough for what posthog-js sends in one request on most days.
    private const int Small = 64 * 1024;

    /// <summary>Those that are due, the oldest first, and the ids of those that the disk has spoilt.</summary>
    public static Found Oldest(SqliteConnection connection, DueRequests due, int count, long mostBytes)
    {
        using var command = due.Command(connection, OldestFirst, ("$count", count));
        return Read(command, mostBytes);
    }

    /// <summary>The oldest small one, or else the smallest. Sizes lie in front of the bodies, which are not read for this.</summary>
    public static Found Smallest(SqliteConnection connection, DueRequests due, IReadOnlyCollection<string> except)
    {
        var others = $"{AreDue} AND id NOT IN ({string.Join(',', except.Select(static id => long.Parse(id, CultureInfo.InvariantCulture)))})";
        using (var small = due.Command(connection, $"SELECT {RequestRow.Columns} FROM request WHERE {others} AND bytes <= $small ORDER BY id LIMIT 1", ("$small", Small)))
        {
            if (Read(small) is { IsEmpty: false } found)
            {
                return found;
            }
        }

        using var smallest = due.Command(
            connection, $"SELECT {RequestRow.Columns} FROM request WHERE id = (SELECT id FROM request WHERE {others} ORDER BY bytes, id LIMIT 1)", ("$small", Small));
        return Read(smallest);
    }

    private SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value) more) => connection.Command(
        sql, ("$proxy", Proxy), ("$kind", (int)Kind), ("$now", RequestRow.Milliseconds(Now)), ("$never", RequestRow.Milliseconds(Now + LongestPause)), more);

    private static Found Read(SqliteCommand command, long mostBytes = 1)
    {
        var found = new Found([], []);
        var bytes = 0L;
        using var rows = command.ExecuteReader();
        while (bytes < mostBytes && rows.Read())
        {
            if (RequestRow.Read(rows) is { } request)
            {
                found.Requests.Add(request);
                bytes += request.Request.Body.Length;
            }
            else
            {
                found.Spoilt.Add(RequestRow.Id(rows));
            }
        }

        return found;
    }

    /// <param name="Requests">What can be sent.</param>
    /// <param name="Spoilt">Rows that are no requests any more.</param>
    internal readonly record struct Found(List<StoredRequest> Requests, List<string> Spoilt)
    {
        public bool IsEmpty => Requests.Count == 0 && Spoilt.Count == 0;
    }
}
