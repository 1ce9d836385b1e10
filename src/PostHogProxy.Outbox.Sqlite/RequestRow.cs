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
        "INSERT INTO request (proxy, kind, received_at, bytes, head, body) VALUES ($proxy, $kind, $received, $bytes, $head, $body)";

    public static string Id(SqliteDataReader row) => row.GetInt64(0).ToString(CultureInfo.InvariantCulture);

    public static void Add(SqliteConnection connection, string proxy, KeptRequest request, byte[] head) => connection.Execute(
        Insert,
        ("$proxy", proxy), ("$kind", (int)request.Kind), ("$received", Milliseconds(request.ReceivedAt)), ("$bytes", head.Length + request.Body.Length), ("$head", head), ("$body", request.Body));

    /// <summary>Null where the disk has spoilt the row.</summary>
    public static StoredRequest? Read(SqliteDataReader row) => RequestHead.Read(row.GetFieldValue<byte[]>(4)) is { } head
        ? new(Id(row), head.Request((OutboxKind)row.GetInt32(1), Time(row.GetInt64(2)), row.GetFieldValue<byte[]>(5)), row.GetInt32(3))
        : null;

    public static long Milliseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static DateTime Time(long milliseconds) => DateTime.UnixEpoch.AddMilliseconds(milliseconds);
}
