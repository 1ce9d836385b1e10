using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>The values tags can have, made once.</summary>
internal static class MetricTags
{
    /// <summary>What the proxy answered itself.</summary>
    public const string None = "none";

    /// <summary>What the asset cache had: a fresh answer in memory.</summary>
    public const string Hit = "hit";

    /// <summary>None; the request waited for PostHog, or for the shared cache.</summary>
    public const string Miss = "miss";

    /// <summary>One past its time, and PostHog fails or is being asked.</summary>
    public const string Stale = "stale";

    /// <summary>PostHog's answer is none to keep: the request went there itself.</summary>
    public const string Pass = "pass";

    private static readonly string[] Kinds = [.. Enum.GetValues<RouteKind>().Order().Select(kind => SnakeCase(kind.ToString()))];
    private static readonly string[] Classes = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];

    public static string Of(RouteKind kind) => Kinds[(int)kind];

    public static string Of(Upstream? upstream) => upstream switch
    {
        Upstream.Ingest => "ingest",
        Upstream.Assets => "assets",
        Upstream.App => "app",
        _ => None,
    };

    public static string OfStatus(int status) => status is >= 100 and < 600 ? Classes[status / 100] : Classes[0];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
