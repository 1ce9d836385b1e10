using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Verification.Questions;

/// <summary>What a page with posthog-js asks a proxy for, and what tells from the answers how it got there.</summary>
internal sealed class ProxyQuestions
{
    // As posthog-js sends them: gzip too goes out as text/plain, without Content-Encoding.
    private const string Text = "text/plain";

    private static readonly byte[] Event = Encoding.UTF8.GetBytes(
        $$$"""{"api_key":"{{{VerifyTarget.NobodysToken}}}","batch":[{"event":"$pageview","properties":{"distinct_id":"posthog-proxy-verify","token":"{{{VerifyTarget.NobodysToken}}}"}}]}""");

    private static readonly byte[] CompressedEvent = Gzip(Event);

    private readonly Uri _page;

    public ProxyQuestions(VerifyTarget target)
    {
        _page = target.Page;
        Config = OfProject(target.AskedToken, "config");
        ConfigScript = OfProject(target.AskedToken, "config.js");
        var flags = $$$"""{"token":{{{Literal(target.AskedToken)}}},"distinct_id":"posthog-proxy-verify","groups":{}}""";
        Flags = Post("/flags/?v=2", Encoding.UTF8.GetBytes(flags), 400, 401, 402);
        PlainEvent = Post("/e/", Event, 400);
        GzipEvent = Post("/e/", CompressedEvent, 400, 415, 422, 500);
        GzipNamed = Post("/e/?compression=gzip-js", CompressedEvent, 400, 415, 422, 500);
        PlainCalledGzip = Post("/e/?compression=gzip-js", Event, 400);
        Replay = Post("/s/", Recording(1024), 400);
        WithToken = new(HttpMethod.Get, "/static/array.js?token=" + VerifyTarget.NobodysToken)
        {
            JudgesAll = true,
            Shown = "/static/array.js?token=" + ProjectToken.Short(VerifyTarget.NobodysToken),
        };
        BesideTheProxy = [.. PathsBeside(target.Prefix).Select(path => new Question(HttpMethod.Get, path) { IsOutside = true, JudgesAll = true })];
    }

    public Question Script { get; } = new(HttpMethod.Get, "/static/array.js");

    public Question Config { get; }

    public Question ConfigScript { get; }

    public Question Flags { get; }

    /// <summary>What PostHog's own health check asks for; it evaluates nothing, so its time is the way's.</summary>
    public Question FlagsHealth { get; } = new(HttpMethod.Get, "/flags/") { JudgesAll = true };

    public Question PlainEvent { get; }

    public Question GzipEvent { get; }

    /// <summary>Says about its body what is true.</summary>
    public Question GzipNamed { get; }

    /// <summary>Says about its body what is false: PostHog refuses it if, and only if, the query arrives.</summary>
    public Question PlainCalledGzip { get; }

    public Question Replay { get; }

    /// <summary>A script under a stranger's token: it comes if nobody minds whose projects the proxy serves.</summary>
    public Question WithToken { get; }

    public Question Upgrade { get; } = new(HttpMethod.Get, "/flags/?v=2")
    {
        JudgesAll = true,
        Headers =
        [
            new("Connection", "Upgrade"),
            new("Upgrade", "websocket"),
            new("Sec-WebSocket-Version", "13"),
            new("Sec-WebSocket-Key", "cG9zdGhvZy1wcm94eS0wMQ=="),
        ],
    };

    /// <summary>What the host says beside the proxy, to tell its own headers from PostHog's; nothing where the host is the proxy's alone.</summary>
    public IReadOnlyList<Question> BesideTheProxy { get; }

    /// <summary>The questions every page asks first.</summary>
    public IReadOnlyList<Question> Basic => [Script, PlainEvent, Flags, Config];

    public Question LargeReplay(int bytes) => Post("/s/", Recording(bytes)) with { JudgesAll = true };

    public Question AnnouncedReplay(long bytes) =>
        new(HttpMethod.Post, "/s/") { Body = new(Text, default) { DeclaredOnly = bytes }, Origin = _page, JudgesAll = true };

    public static Question ScriptFrom(Uri origin) => new(HttpMethod.Get, "/static/array.js") { Origin = origin };

    public Question EventFrom(Uri origin) => PlainEvent with { Origin = origin };

    /// <summary>
    /// A browser asks so, in lower case and sorted, before posthog-js-lite sends a compressed event (application/json, Content-Encoding: gzip);
    /// posthog-js sends what needs no preflight.
    /// </summary>
    public static Question PreflightFrom(Uri origin) => new(HttpMethod.Options, "/e/")
    {
        Origin = origin,
        JudgesAll = true,
        Headers = [new("Access-Control-Request-Method", "POST"), new("Access-Control-Request-Headers", "content-encoding,content-type")],
    };

    public Question TestEvent(string token, string id, DateTimeOffset now) => Post(
        "/e/",
        Encoding.UTF8.GetBytes(
            $$$"""{"api_key":{{{Literal(token)}}},"batch":[{"event":"posthog_proxy_test","uuid":"{{{id}}}","timestamp":"{{{now:O}}}","properties":{"distinct_id":"posthog-proxy-verify","token":{{{Literal(token)}}},"$process_person_profile":false}}]}"""),
        400);

    // A token is any ASCII text.
    private static Question OfProject(string token, string file) => new(HttpMethod.Get, $"/array/{Uri.EscapeDataString(token)}/{file}")
    {
        Judged = [404],
        Shown = $"/array/{ProjectToken.Short(token)}/{file}",
    };

    private static string Literal(string token) => $"\"{JsonEncodedText.Encode(token)}\"";

    // The first page twice, and a page that is not there, beside the proxy's path: a host's other apps may have headers of their own.
    private static string[] PathsBeside(string prefix)
    {
        if (prefix.Length == 0)
        {
            return [];
        }

        var folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        string[] paths = ["/", "/", $"{folder}q7x{Guid.NewGuid():N}"];
        return folder == "/" ? paths : [.. paths, folder];
    }

    private Question Post(string target, byte[] body, params int[] judged) =>
        new(HttpMethod.Post, target) { Body = new(Text, body), Origin = _page, Judged = judged };

    // A recording of the asked size on the wire: JSON that nothing on the way can make smaller is not needed, it is never compressed.
    private static byte[] Recording(int bytes)
    {
        var head = $$$"""[{"event":"$snapshot","properties":{"token":"{{{VerifyTarget.NobodysToken}}}","distinct_id":"posthog-proxy-verify","$session_id":"01990000-0000-7000-8000-000000000000","$window_id":"01990000-0000-7000-8000-000000000001","$snapshot_source":"web","$snapshot_bytes":1,"$snapshot_data":[{"type":5,"timestamp":1,"data":{"tag":"filler","payload":" """.TrimEnd();
        const string Tail = "\"}}]}}]";
        var text = new byte[bytes];
        text.AsSpan().Fill((byte)'x');
        Encoding.UTF8.GetBytes(head, text);
        Encoding.UTF8.GetBytes(Tail, text.AsSpan(bytes - Tail.Length));
        return text;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
