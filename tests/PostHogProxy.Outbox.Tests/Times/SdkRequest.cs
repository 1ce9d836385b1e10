using PostHogProxy.Keeping;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>Requests as posthog-js writes them, typed from what its versions send.</summary>
internal static class SdkRequest
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    public static readonly string[] Shapes = ["array, _", "array, sent_at", "wrapper, offset", "wrapper, timestamp", "single", "single, $ignore_sent_at", "server batch"];

    public static readonly string[] Encodings = ["plain", "gzip-js", "gzip header", "base64 form", "plain form"];

    /// <summary>A request with two events, the first of which happened some seconds before it was sent.</summary>
    public static KeptRequest Of(string shape, string encoding, DateTime receivedAt, TimeSpan skew)
    {
        // The browser's clock.
        var sentAt = receivedAt.AddMilliseconds(-37) + skew;
        var (json, query) = shape switch
        {
            "array, _" => ($"[{Queued(2345)},{Queued(17)}]", $"?ip=0&_={Milliseconds(sentAt)}&ver=1.300.0"),
            "array, sent_at" => ($"[{Queued(2345)},{Stamped(sentAt.AddMilliseconds(-17))}]", $"?ip=0&sent_at={Milliseconds(sentAt)}&ver=1.407.1"),
            "wrapper, offset" => ($$"""{"api_key":"{{Token}}","batch":[{{Queued(2345)}},{{Queued(17)}}],"sent_at":"{{Iso(sentAt)}}"}""", "?ip=0&ver=1.449.2"),
            "wrapper, timestamp" => ($$"""{"sent_at":"{{Iso(sentAt)}}","api_key":"{{Token}}","batch":[{{Stamped(sentAt.AddMilliseconds(-2345))}},{{Bare()}}]}""", "?ip=0&ver=1.460.0"),
            "single" => (Stamped(sentAt.AddMilliseconds(-2345)), $"?_={Milliseconds(sentAt)}"),
            "single, $ignore_sent_at" => (Stamped(sentAt.AddMilliseconds(-2345), ",\"$ignore_sent_at\":true"), $"?_={Milliseconds(sentAt)}"),
            "server batch" => ($$"""{"api_key":"{{Token}}","batch":[{{Stamped(sentAt.AddMilliseconds(-2345))}},{{Stamped(sentAt.AddDays(-3))}}]}""", ""),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
        };
        return Encode(Encoding.UTF8.GetBytes(json), query, encoding, receivedAt);
    }

    public static KeptRequest Encode(byte[] json, string query, string encoding, DateTime receivedAt, string path = "/e/", OutboxKind kind = OutboxKind.Events)
    {
        var request = new KeptRequest { Kind = kind, ReceivedAt = receivedAt, Path = path, Query = query, Headers = [new("Content-Type", "application/json")], Body = json };
        return encoding switch
        {
            "plain" => request,
            "gzip-js" => request.With("Content-Type", "text/plain") with { Body = Zip(json), Query = And(query, "compression=gzip-js") },
            "gzip header" => request.With("Content-Encoding", "gzip") with { Body = Zip(json) },
            "base64 form" => request.With("Content-Type", "application/x-www-form-urlencoded") with
            {
                Body = Encoding.ASCII.GetBytes("data=" + Uri.EscapeDataString(Convert.ToBase64String(json))),
                Query = And(query, "compression=base64"),
            },
            "plain form" => request.With("Content-Type", "application/x-www-form-urlencoded") with
            {
                Body = Encoding.UTF8.GetBytes("data=" + Uri.EscapeDataString(Encoding.UTF8.GetString(json))),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, null),
        };
    }

    public static string Iso(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static string Milliseconds(DateTime time) => new DateTimeOffset(time, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string And(string query, string more) => query.Length == 0 ? "?" + more : query + "&" + more;

    // The queue deletes timestamp and writes offset.
    private static string Queued(int offset) =>
        $$"""{"uuid":"0199{{offset:0000}}-7000-7000-8000-000000000000","event":"$pageview","properties":{"token":"{{Token}}","distinct_id":"d\u00e9","$n":1.0e2},"offset":{{offset}}}""";

    private static string Stamped(DateTime time, string more = "") =>
        $$$"""{"event":"bought","timestamp":"{{{Iso(time)}}}","properties":{"token":"{{{Token}}}","distinct_id":"d"{{{more}}}}}""";

    private static string Bare() => $$"""{ "event":"bare","properties":{"token":"{{Token}}","distinct_id":"d"} }""";

    private static byte[] Zip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }
}
