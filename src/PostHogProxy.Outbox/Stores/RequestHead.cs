using System.Text.Json;
using System.Text.Json.Serialization;
using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Stores;

/// <summary>What a store writes of a request beside its body: one JSON text, so that a new field needs no new schema.</summary>
internal sealed record RequestHead(string Path, string Query, string[][] Headers)
{
    public static byte[] Write(KeptRequest request) => JsonSerializer.SerializeToUtf8Bytes(
        new RequestHead(request.Path, request.Query, [.. request.Headers.Select(header => new[] { header.Key, header.Value })]),
        HeadContext.Default.RequestHead);

    /// <summary>Null where it is spoilt.</summary>
    public static RequestHead? Read(ReadOnlySpan<byte> head)
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

    public KeptRequest Request(OutboxKind kind, DateTime receivedAt, byte[] body) => new()
    {
        Kind = kind,
        ReceivedAt = receivedAt,
        Path = Path,
        Query = Query,
        Headers = [.. Headers.Select(header => KeyValuePair.Create(header[0], header[1]))],
        Body = body,
    };
}

[JsonSerializable(typeof(RequestHead))]
internal sealed partial class HeadContext : JsonSerializerContext;
