using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>What a person may do to an outbox. Each answers how many requests it was about.</summary>
internal static class ArchiveChanges
{
    public static int Remove(this Archive archive, long id) => archive.Change(connection => connection.Execute("DELETE FROM request WHERE id = $id", ("$id", id)));

    public static int RemoveAll(this Archive archive) => archive.Change(static connection => connection.Execute("DELETE FROM request"));

    public static int RemoveDead(this Archive archive) => archive.Change(static connection => DeadRequests.Remove(connection, id: null));

    public static int RetryDead(this Archive archive) => archive.Change(static connection => DeadRequests.Retry(connection, id: null));

    public static int Bury(this Archive archive, long id, int status) => archive.Change(connection =>
        connection.Execute("UPDATE request SET is_dead = 1, last_status = $status WHERE id = $id", ("$status", status), ("$id", id)));

    /// <summary>Puts a request in the place of another; 0 where that has been sent meanwhile.</summary>
    public static int Replace(this Archive archive, ArchivedRequest row, KeptRequest request) => archive.Change(connection =>
    {
        var head = RequestHead.Write(request);
        (string, object)[] values = [("$id", row.Id), ("$kind", (int)row.Kind), ("$bytes", head.Length + request.Body.Length), ("$head", head), ("$body", request.Body)];

        // The sums follow only what is added and removed.
        connection.Execute(
            """
            UPDATE total SET bytes = bytes - (SELECT bytes FROM request WHERE id = $id) + $bytes
            WHERE kind = $kind AND is_dead = (SELECT is_dead FROM request WHERE id = $id)
            """,
            values.AsSpan(0, 3));
        return connection.Execute("UPDATE request SET head = $head, body = $body, bytes = $bytes WHERE id = $id", [values[0], .. values.AsSpan(2)]);
    });
}
