using System.Globalization;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>A request as one row, and back.</summary>
internal static class RequestRow
{
    public const string Columns = "id, kind, received_at, attempts, head, body";

    private const string Insert =
        "INSERT INTO request (proxy, kind, received_at, bytes, head, body) VALUES ($proxy, $kind, $received, $bytes, $head, $body) RETURNING id";

    public static string Id(SqliteDataReader row) => row.GetInt64(0).ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers its id.</summary>
    public static long Add(SqliteConnection connection, string proxy, KeptRequest request, byte[] head) => connection.Number(
        Insert,
        ("$proxy", proxy), ("$kind", (int)request.Kind), ("$received", Milliseconds(request.ReceivedAt)), ("$bytes", head.Length + request.Body.Length), ("$head", head), ("$body", request.Body));

    /// <summary>Null where the disk has spoilt the row, or somebody else has written it.</summary>
    public static StoredRequest? Read(SqliteDataReader row) =>
        row.Count(1) is { } kind && Enum.IsDefined((OutboxKind)kind) && row.Time(2) is { } receivedAt && row.Count(3) is { } attempts
        && row.Bytes(4) is { } written && RequestHead.Read(written) is { } head && row.Bytes(5) is { } body
            ? new(Id(row), head.Request((OutboxKind)kind, receivedAt, body), attempts)
            : null;

    public static long Milliseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}
