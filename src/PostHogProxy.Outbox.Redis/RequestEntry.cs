using System.Globalization;
using System.Text;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>A request as the fields of one stream entry, and back.</summary>
internal static class RequestEntry
{
    private const string Bytes = "bytes";
    private const string Received = "received";
    private const string Path = "path";
    private const string Query = "query";
    private const string Body = "body";
    private const string Header = "header:";

    /// <summary>About what it takes of the room.</summary>
    public static long Size(KeptRequest request)
    {
        long size = Length(request.Path) + Length(request.Query) + request.Body.Length;
        foreach (var (name, value) in request.Headers)
        {
            size += Header.Length + Length(name) + Length(value);
        }

        return size;
    }

    /// <summary>Names and values in turn, as XADD takes them.</summary>
    public static IEnumerable<RedisValue> Fields(KeptRequest request, long size)
    {
        yield return Bytes;
        yield return size;
        yield return Received;
        yield return Milliseconds(request.ReceivedAt);
        yield return Path;
        yield return request.Path;
        yield return Query;
        yield return request.Query;
        foreach (var (name, value) in request.Headers)
        {
            yield return Header + name;
            yield return value;
        }

        yield return Body;
        yield return request.Body;
    }

    /// <summary>Null where it is no request: somebody else wrote it.</summary>
    public static StoredRequest? Read(string stream, OutboxKind kind, StreamEntry entry)
    {
        long? size = null, received = null;
        string? path = null, query = null;
        byte[]? body = null;
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var field in entry.Values)
        {
            switch ((string?)field.Name)
            {
                case Bytes:
                    size = Number(field.Value);
                    break;
                case Received:
                    received = Number(field.Value);
                    break;
                case Path:
                    path = field.Value;
                    break;
                case Query:
                    query = field.Value;
                    break;
                case Body:
                    body = field.Value;
                    break;
                case { } name when name.StartsWith(Header, StringComparison.Ordinal):
                    headers.Add(new(name[Header.Length..], field.Value.ToString()));
                    break;
                default:
                    // A later version's.
                    break;
            }
        }

        return size is >= 0 && Time(received) is { } receivedAt && path is not null && query is not null && body is not null
            ? new(
                new EntryName(stream, entry.Id.ToString(), size.Value).ToString(),
                new KeptRequest { Kind = kind, ReceivedAt = receivedAt, Path = path, Query = query, Headers = headers, Body = body },
                Attempts: 0)
            : null;
    }

    public static long Milliseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static DateTime? Time(long? milliseconds) =>
        milliseconds is >= 0 && milliseconds < (DateTime.MaxValue - DateTime.UnixEpoch).TotalMilliseconds ? DateTime.UnixEpoch.AddMilliseconds(milliseconds.Value) : null;

    private static long? Number(RedisValue value) => long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);
}
