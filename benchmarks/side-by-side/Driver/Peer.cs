using System.Globalization;

namespace PostHogProxy.SideBySide;

/// <summary>Where a peer finds what it needs.</summary>
/// <param name="Port">Its own port.</param>
/// <param name="UpstreamPort">The upstream's.</param>
/// <param name="Thumbprint">The upstream's certificate.</param>
/// <param name="Folder">For its files.</param>
/// <param name="Paths">What the command line named.</param>
internal sealed record PeerPlace(int Port, int UpstreamPort, string Thumbprint, string Folder, RunPaths Paths);

/// <summary>One row of the results: a proxy server, an app of ours, or what Kestrel costs without any proxy.</summary>
internal sealed record Peer(string Name, string Program, Func<PeerPlace, IReadOnlyList<string>> Arguments)
{
    public const string Floor = "bare Kestrel, answering itself";
    public const string Lean = "PostHogProxy, lean app";
    public const string Quiet = "PostHogProxy, lean app, nobody listens";
    public const string Page = "PostHogProxy, lean app, nobody listens, the page mapped";
    public const string Handler = "PostHogProxy, lean app, SocketsHttpHandler";
    public const string Buffers = "PostHogProxy, lean app, buffers of 64 KiB";
    public const string Inline = "PostHogProxy, lean app, inline";
    public const string InlineFloor = "bare Kestrel, inline";
    public const string Spinless = "PostHogProxy, lean app, threads don't spin";
    public const string SpinlessFloor = "bare Kestrel, threads don't spin";
    public const string Full = "PostHogProxy, full app";
    public const string FullFloor = "the full app, answering itself";
    public const string NativeAot = "PostHogProxy, lean app, Native AOT";
    public const string NginxGuide = "nginx, as in the guide";
    public const string NginxTuned = "nginx, tuned";
    public const string HaProxy = "HAProxy, tuned, HTTP/1.1";
    public const string HaProxyHttp2 = "HAProxy, tuned, HTTP/2";
    public const string Caddy = "Caddy, as in the guide";
    public const string OnFailure = "with AddSqliteOutbox, OnFailure";
    public const string WriteAhead = "with AddSqliteOutbox, WriteAhead";
    public const string Node = "Node, http-proxy-middleware";

    /// <summary>Those whose growth is of interest.</summary>
    public static readonly IReadOnlyList<string> Growing = [Floor, Lean, Spinless, Handler, NginxTuned, HaProxy, HaProxyHttp2];

    /// <summary>Whether the thread pool's threads look for work in a loop before they sleep: .NET's default.</summary>
    public bool Spins { get; init; } = true;

    /// <summary>Whether it is an app of ours, which says what it allocates.</summary>
    public bool SaysAllocations => Program == "dotnet" || Name == NativeAot;

    public static IReadOnlyList<Peer> All(RunPaths paths)
    {
        List<Peer> all =
        [
            App(Floor, "floor"), App(Lean, "lean"), App(Quiet, "quiet"), App(Page, "page"), App(Handler, "handler"), App(Buffers, "buffers"),
            App(InlineFloor, "inline-floor"), App(Inline, "inline"),
            App(SpinlessFloor, "floor") with { Spins = false }, App(Spinless, "lean") with { Spins = false }, App(FullFloor, "full-floor"), App(Full, "full"),
            new(NginxTuned, "nginx", place => Nginx(place, "nginx-tuned.conf")),
            new(NginxGuide, "nginx", place => Nginx(place, "nginx-guide.conf")),
            new(HaProxy, "haproxy", place => ["-db", "-f", Write(place, "haproxy.cfg", "http/1.1")]),
            new(HaProxyHttp2, "haproxy", place => ["-db", "-f", Write(place, "haproxy.cfg", "h2")]),
            new(Caddy, "caddy", place => ["run", "--adapter", "caddyfile", "--config", Write(place, "Caddyfile")]),
            new(Node, "node", place => [Path.Combine(place.Paths.Peers, "node", "proxy.mjs"), Text(place.Port), Upstream(place)]),
        ];
        if (paths.NativeHost is { } native)
        {
            all.Insert(2, new(NativeAot, native, place => ["lean", Text(place.Port), Text(place.UpstreamPort), place.Thumbprint]));
        }

        return all;
    }

    /// <summary>The apps of the outbox's run. They are no rows of RESULTS.md: each would add its minutes to the run.</summary>
    public static IReadOnlyList<Peer> Outboxes => [App(Quiet, "quiet"), Kept(OnFailure, "outbox"), Kept(WriteAhead, "write-ahead")];

    private static Peer Kept(string name, string kind) => new(name, "dotnet", place =>
        [place.Paths.Host, kind, Text(place.Port), Text(place.UpstreamPort), place.Thumbprint, Path.Combine(place.Folder, "outbox.db")]);

    private static Peer App(string name, string kind) => new(name, "dotnet", place =>
        [place.Paths.Host, kind, Text(place.Port), Text(place.UpstreamPort), place.Thumbprint, place.Paths.GzipScript, place.Paths.BrotliScript]);

    private static string[] Nginx(PeerPlace place, string template) =>
        ["-e", Path.Combine(place.Folder, "error.log"), "-c", Write(place, template)];

    private static string Write(PeerPlace place, string template, string alpn = "")
    {
        var text = File.ReadAllText(Path.Combine(place.Paths.Peers, template))
            .Replace("{{PORT}}", Text(place.Port), StringComparison.Ordinal)
            .Replace("{{UPSTREAM}}", Upstream(place), StringComparison.Ordinal)
            .Replace("{{FOLDER}}", place.Folder, StringComparison.Ordinal)
            .Replace("{{USER}}", Environment.UserName, StringComparison.Ordinal)
            .Replace("{{ALPN}}", alpn, StringComparison.Ordinal);
        var file = Path.Combine(place.Folder, template);
        File.WriteAllText(file, text);
        return file;
    }

    private static string Upstream(PeerPlace place) => "127.0.0.1:" + Text(place.UpstreamPort);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
