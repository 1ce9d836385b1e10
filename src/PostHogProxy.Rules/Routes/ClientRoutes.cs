using static PostHogProxy.Rules.Routes.ClientMethods;

namespace PostHogProxy.Rules.Routes;

/// <summary>
/// Every path PostHog's clients ask for, and which host answers it. Read from posthog-js 1.449.2 (utils/request-router and the
/// callers of it) and from rust/capture for the sizes.
/// </summary>
internal static class ClientRoutes
{
    private const ClientMethods Ask = Get | Head | Options;
    private const ClientMethods Send = Post | Get | Options;
    private const ClientMethods Any = Get | Head | Post | Options;

    private const long CaptureLimit = 2 * 1024 * 1024;
    private const long BatchLimit = 20 * 1024 * 1024;
    private const long ReplayLimit = 25 * 1024 * 1024;

    /// <summary>What no row knows: a newer client's path, most likely. It belongs to the ingest host, as in PostHog's guides.</summary>
    public static readonly ClientRoute Unknown = new("/", RouteKind.Unknown, Upstream.Ingest, Any, IsTree: true);

    /// <summary>
    /// Everything below <c>/api/</c> that the table does not name: the API of the application. A proxy that is open to anonymous visitors has
    /// no business there, even though PostHog asks for a key.
    /// </summary>
    public static readonly ClientRoute PrivateApi = new("/api/", RouteKind.PrivateApi, Upstream.Ingest, None, IsTree: true);

    public static readonly IReadOnlyList<ClientRoute> All =
    [
        new("/e/", RouteKind.Capture, Upstream.Ingest, Send, WireLimit: CaptureLimit),
        new("/i/v0/e/", RouteKind.Capture, Upstream.Ingest, Send, WireLimit: CaptureLimit),
        new("/s/", RouteKind.Replay, Upstream.Ingest, Send, WireLimit: ReplayLimit),
        new("/flags/", RouteKind.Flags, Upstream.Ingest, Any),
        new("/array/", RouteKind.RemoteConfig, Upstream.Assets, Ask, IsTree: true, IsCacheable: true),
        new("/static/", RouteKind.Assets, Upstream.Assets, Ask, IsTree: true, IsCacheable: true),
        new("/api/surveys/", RouteKind.Surveys, Upstream.Ingest, Ask),
        new("/api/early_access_features/", RouteKind.EarlyAccessFeatures, Upstream.Ingest, Ask),
        new("/api/web_experiments/", RouteKind.WebExperiments, Upstream.Ingest, Ask),
        new("/api/product_tours/", RouteKind.ProductTours, Upstream.Ingest, Ask),
        new("/api/conversations/v1/widget/", RouteKind.Conversations, Upstream.Ingest, Any, IsTree: true),
        new("/i/v1/logs", RouteKind.Logs, Upstream.Ingest, Post | Options),
        new("/i/v1/metrics", RouteKind.Metrics, Upstream.Ingest, Post | Options),
        new("/site_app/", RouteKind.SiteApps, Upstream.Ingest, Ask, IsTree: true),

        // No SDK asks for it, the browser does: report-uri and Reporting-Endpoints of the page's policy name it.
        new("/report/", RouteKind.CspReports, Upstream.Ingest, Post | Options),

        // Older clients; /batch is also what every server SDK sends to.
        new("/capture/", RouteKind.Capture, Upstream.Ingest, Send, WireLimit: CaptureLimit),
        new("/track/", RouteKind.Capture, Upstream.Ingest, Send, WireLimit: CaptureLimit),
        new("/engage/", RouteKind.Capture, Upstream.Ingest, Send, WireLimit: CaptureLimit),
        new("/batch/", RouteKind.Capture, Upstream.Ingest, Send, WireLimit: BatchLimit),
        new("/decide/", RouteKind.Flags, Upstream.Ingest, Any),

        new("/i/v1/analytics/events", RouteKind.ServerSdk, Upstream.Ingest, Post | Options),
        new("/i/v0/ai/", RouteKind.ServerSdk, Upstream.Ingest, Any, IsTree: true),
        new("/flags/definitions", RouteKind.ServerSdk, Upstream.Ingest, Ask, NeedsKey: true),
        new("/api/feature_flag/local_evaluation/", RouteKind.ServerSdk, Upstream.Ingest, Ask, NeedsKey: true),
        new("/api/projects/@current/feature_flags/", RouteKind.ServerSdk, Upstream.Ingest, Ask, IsTree: true, NeedsKey: true),
        new("/api/push_subscriptions/", RouteKind.ServerSdk, Upstream.Ingest, Any),

        // posthog-node 5.70.0 (emails.ts) and @posthog/ai 8.13.1 (Prompts) ask the host of the application for these, not that of the events.
        new("/api/environments/@current/llm_prompts/", RouteKind.ServerSdk, Upstream.App, Ask, IsTree: true, NeedsKey: true),
        new("/api/projects/@current/messaging/send/email/", RouteKind.ServerSdk, Upstream.App, Post | Options, NeedsKey: true),
        new("/api/projects/@current/messaging/emails/", RouteKind.ServerSdk, Upstream.App, Ask, IsTree: true, NeedsKey: true),
        new("/api/projects/@current/messaging/preferences/", RouteKind.ServerSdk, Upstream.App, Post | Options, NeedsKey: true),
    ];

    // Rows by the first letter of their path: a lookup compares a few rows, allocates nothing and needs no hash.
    private static readonly ClientRoute[]?[] ByInitial = IndexByInitial();

    /// <summary>The row for a path, relative to the mapped prefix and as it stands on the wire.</summary>
    public static ClientRoute Find(string path) => Find(path, path.Length);

    /// <summary>The row for the first <paramref name="pathLength"/> characters of <paramref name="target"/> (the query follows).</summary>
    public static ClientRoute Find(string target, int pathLength)
    {
        if (pathLength > 1 && target[1] < ByInitial.Length && ByInitial[target[1]] is { } rows)
        {
            foreach (var row in rows)
            {
                if (row.Matches(target, pathLength))
                {
                    return row;
                }
            }
        }

        return IsBelowApi(target, pathLength) ? PrivateApi : Unknown;
    }

    // In any case of letters: whether the other side minds is not ours to bet on.
    private static bool IsBelowApi(string target, int length) =>
        length >= 4 && string.Compare(target, 0, "/api", 0, 4, StringComparison.OrdinalIgnoreCase) == 0
        && (length == 4 || target[4] == '/');

    private static ClientRoute[]?[] IndexByInitial()
    {
        var index = new ClientRoute[]?[128];
        foreach (var group in All.GroupBy(row => row.Path[1]))
        {
            index[group.Key] = [.. group];
        }

        return index;
    }
}
