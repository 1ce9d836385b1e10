using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Aliases;

/// <summary>What clients ask for: every recorded request, every row of the table, and scripts of clients yet to come.</summary>
internal static class KnownTargets
{
    // Read from posthog-js 1.449.2: the kinds its loader asks for.
    private static readonly string[] Scripts =
    [
        "toolbar", "exception-autocapture", "web-vitals", "recorder", "posthog-recorder", "lazy-recorder", "recorder-v2", "surveys",
        "dead-clicks-autocapture", "tracing-headers", "intercom-integration", "crisp-chat-integration", "product-tours", "conversations",
        "logs", "element-inference", "web-vitals-with-attribution", "web-vitals-soft-navs", "a-kind-of-2027",
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        .. ClientRequests.All.Select(request => request.Target),
        .. ClientRoutes.All.Select(row => row.Path),
        .. Scripts.SelectMany(kind => (string[])[$"/static/{kind}.js?v=1.449.2", $"/static/1.449.2/{kind}.js", $"/static/2.0.0/{kind}.js"]),
        "/static/array.js", "/array/phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6/array.js",
    ];
}
