using CsCheck;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Request targets put together from the pieces that path tricks are made of.</summary>
internal static class HostileTargets
{
    /// <summary>The token of the team that runs the proxy, and one that is not the team's.</summary>
    public const string OurToken = "phc_ours";

    private static readonly string[] Prefixes =
    [
        "/k3fw", "/k3fw/", "/K3FW", "/%6b3fw", "//k3fw", "/./k3fw", "/x/../k3fw", "/k3fw/..", "/k3fw;x", "",
        "http://shop.example/k3fw", "http://evil.example/k3fw", "https://eu.posthog.com/k3fw", "http://shop.example:80@evil.example/k3fw",
        "HTTP://SHOP.EXAMPLE/k3fw", "http:///k3fw", "ftp://shop.example/k3fw", "//evil.example/k3fw", "shop.example:443", "*", "\\k3fw",
        "k3fw", "http://[::1]/k3fw", "http://shop.example\\k3fw", "http://shop.example?/k3fw", "@evil.example/k3fw", ":8443/k3fw",
    ];

    private static readonly string[] Names =
    [
        "static", "array", "api", "e", "s", "flags", "i/v0/e", "batch", "decide", "site_app", "projects", "projects/@current/feature_flags",
        "feature_flag/local_evaluation", "flags/definitions", "surveys", "early_access_features", "web_experiments", "product_tours",
        "conversations/v1/widget", "conversations", "users/@me", "array.js", "config.js", "config", "admin", "login", "STATIC", "Array",
        "API", "%73tatic", "%61rray", "%61%70%69", "a%70i", "%2573tatic", "%2561pi", "%41PI", "st%61tic", "x", "1.2.3", "x.js", "~", "+",
        OurToken, "phc_stranger", "phc%5fstranger", "phc%255fstranger", "%70hc_stranger", "phc_ours2", "phc_ours%00", "PHC_OURS",
    ];

    private static readonly string[] Slashes =
    [
        "/", "//", "///", "\\", "%2f", "%2F", "%5c", "%5C", "%252f", "%255c", "%25252f", "%c0%af", "%e0%80%af", "%c1%9c",
        "%u002f", "/\\", "%2f%2f", "%ef%bc%8f", "%f0%80%80%af", ";/", "/;/", "%3b/", "%00/",
    ];

    private static readonly string[] Dots =
    [
        "..", ".", "...", "%2e%2e", "%2e", ".%2e", "%2E.", "%252e%252e", "%252e", "%25252e%25252e", "%c0%ae%c0%ae", "%c0%ae", ".%c0%ae",
        "%e0%80%ae%e0%80%ae", "%u002e%u002e", "..;", "..;x=1", "..%3b", "..%00", "..%20", "..%09", "%2e%2e%2f", "%%32%65%%32%65", "%c0.%c0.",
    ];

    private static readonly string[] Odd =
    [
        "%00", "\0", "%zz", "%", "%2", "%u0041", "%c3%28", "%ff", "%fe%ff", "%ed%a0%80", "%c3%bc", "ü", "%e2%80%ae", "%0d%0a", "%0d%0aX-Injected:%201",
        "\r\nX-Injected: 1\r\nX: ", " HTTP/1.1\r\nX-Injected: 1\r\nX: ", "\t", " ", "%20", "#", "#/../api", "%23", "?", "%3f", "%3f/../api", ";", ";a=b", "'",
        "\"", "<", "|", "^", "`", "{x}", "$(x)", "%25", "%2525", ":", "@", "@evil.example", "%40", "&", "=", ",", "%7f", "%80", "\u00a0", "%c2%85",
    ];

    private static readonly string[] Queries =
    [
        "?", "?v=2", "?token=phc_stranger", "?token=phc_ours", "?TOKEN=phc_stranger", "?%74oken=phc_stranger", "?token=phc%5Fstranger",
        "?token=phc_ours&token=phc_stranger", "?a=1;token=phc_stranger", "?api_key=phc_stranger", "?project_token=%70hc_stranger",
        "?%2574oken=%2570hc_stranger", "?x=/../api", "??token=phc_stranger", "?token[]=phc_stranger", "?token%00=phc_stranger", "?+token=phc_stranger",
        "?data=%7B%22token%22:%22phc_stranger%22%7D", "?a=%zz", "?a=\0", "?#", "?http://evil.example/", "?a=%0d%0aX-Injected:1", "?token", "?&&=",
    ];

    private static readonly Gen<string> Long =
        Gen.Select(Gen.OneOf("a", "/", "../", "%2e", "%2f", "%", "/x", "%25"), Gen.Int[50, 6_000], (text, times) =>
            string.Concat(Enumerable.Repeat(text, Math.Min(times, 9_000 / text.Length))));

    private static readonly Gen<string> Prefix = Gen.Frequency((3, Gen.Const("/k3fw")), (1, Gen.OneOf(Prefixes)));

    private static readonly Gen<string> Slash = Gen.Frequency((4, Gen.Const("/")), (1, Gen.OneOf(Slashes)));

    private static readonly Gen<string> Piece = Gen.Frequency(
        (10, Gen.OneOf(Slashes)),
        (10, Gen.OneOf(Names)),
        (5, Gen.OneOf(Dots)),
        (3, Gen.OneOf(Odd)));

    // A trick rarely works alone: one piece after a slash, a few times, then whatever.
    private static readonly Gen<string[]> Pieces = Gen.Select(
        Gen.Select(Slash, Gen.Frequency((9, Gen.OneOf(Names)), (1, Gen.OneOf(Dots))), (slash, name) => slash + name)
            .Array[0, 4],
        Gen.Frequency((1, Gen.Const(Array.Empty<string>())), (1, Piece.Array[1, 4])),
        (path, rest) => (string[])[.. path, .. rest]);

    /// <summary>Made-up targets; one in five a known trick.</summary>
    public static readonly Gen<string[]> All = Gen.Frequency(
        (76, Gen.Select(Prefix, Pieces, Gen.Frequency((2, Gen.Const("")), (1, Gen.OneOf(Queries))), (prefix, pieces, query) =>
            (string[])[prefix, .. pieces, query])),
        (4, Gen.Select(Prefix, Long, Gen.OneOf(Queries), (prefix, text, query) => (string[])[prefix, "/", text, query])),
        (20, Gen.Select(Gen.OneOf(KnownTricks.Targets), Gen.OneOf(Queries), Gen.Bool, (trick, query, has) =>
            (string[])[trick, has ? query : ""])));
}
