using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
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

    public static byte[] Head(KeptRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new RequestHead(request.Path, request.Query, [.. request.Headers.Select(header => new[] { header.Key, header.Value })]),
        HeadContext.Default.RequestHead);

    public static RequestHead? ReadHead(byte[] head)
    {
        try
        {
            return JsonSerializer.Deserialize(head, HeadContext.Default.RequestHead) is { Path: not null, Query: not null, Headers: not null } read
                && Array.TrueForAll(read.Headers, header => header is [not null, not null])
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Id(SqliteDataReader row) => row.GetInt64(0).ToString(CultureInfo.InvariantCulture);

    public static void Add(SqliteConnection connection, string proxy, KeptRequest request, byte[] head) => connection.Execute(
        Insert,
        ("$proxy", proxy), ("$kind", (int)request.Kind), ("$received", Milliseconds(request.ReceivedAt)), ("$bytes", head.Length + request.Body.Length), ("$head", head), ("$body", request.Body));

    /// <summary>Null where the disk has spoilt the row.</summary>
    public static StoredRequest? Read(SqliteDataReader row)
    {
        if (ReadHead(row.GetFieldValue<byte[]>(4)) is not { } head)
        {
            return null;
        }

        return new(
            Id(row),
            new KeptRequest
            {
                Kind = (OutboxKind)row.GetInt32(1),
                ReceivedAt = DateTime.UnixEpoch.AddMilliseconds(row.GetInt64(2)),
                Path = head.Path,
                Query = head.Query,
                Headers = [.. head.Headers.Select(header => KeyValuePair.Create(header[0], header[1]))],
                Body = row.GetFieldValue<byte[]>(5),
            },
            row.GetInt32(3));
    }

    public static long Milliseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}

internal sealed record RequestHead(string Path, string Query, string[][] Headers);

[JsonSerializable(typeof(RequestHead))]
internal sealed partial class HeadContext : JsonSerializerContext;
