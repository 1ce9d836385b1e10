using static PostHogProxy.Rules.Blocking.MeasuredList;

namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// What is known without a list: our own measurements, no list's text. Rules come and go within days, so each verdict carries its list
/// and day, and whoever wants today's brings the list.
/// </summary>
internal static class MeasuredVerdicts
{
    private static readonly IReadOnlyList<MeasuredVerdict> Anywhere =
    [
        new("", request => IsFile(request, "/dead-clicks-autocapture.js"), "/dead-clicks-autocapture.js", EasyPrivacy),
        new("", request => IsFile(request, "/posthog-recorder.js"), "/posthog-recorder.js", EasyPrivacy),
        new("", request => IsCapture(request) && Packs(request), "/e/*^ip=*^compression=", UBlockPrivacy),
        new("", request => IsCapture(request) && Beacons(request), "/e/*^ip=*^beacon=", UBlockPrivacy),
    ];

    private static readonly IReadOnlyList<MeasuredVerdict> Paths =
    [
        new("posthog/ingest", Everything, "/posthog/ingest/*", AdGuard),
        new("ingest", SendsIp, "/ingest/*^ip=", UBlockPrivacy),
        new("ingress", SendsIp, "/ingress/*^ip=", UBlockPrivacy),
        new("hog", SendsIp, "/hog/*^ip=", UBlockPrivacy),
        new("s", IsRemoteConfig, "/s/array/phc_*/config$script,xhr,1p", UBlockPrivacy, IsLast: true),
        new("s", request => IsLegacyCall(request, "/e/"), "/s/e/*^ip=$xhr,1p", UBlockPrivacy, IsLast: true),
        new("s", request => IsLegacyCall(request, "/i/v0/e/"), "/s/i/*/e/*^ip=$xhr,1p", UBlockPrivacy, IsLast: true),
        new("s", request => IsLegacyCall(request, "/flags/"), "/s/flags/*^ip=$xhr,1p", UBlockPrivacy, IsLast: true),
        new("e", Packs, "/e/*^ip=*^compression=", UBlockPrivacy),
        new("e", Beacons, "/e/*^ip=*^beacon=", UBlockPrivacy),
        new("piwik", Everything, "/piwik/*", EasyPrivacy),
        new("matomo", IsScript, "/matomo/*$script", EasyPrivacy),
        new("snowplow", IsScript, "/snowplow/*$script", EasyPrivacy),
        new("plausible", request => IsScript(request) && PathOf(request).EndsWith(".js", StringComparison.Ordinal), "/plausible/*/*.js$script", UBlockPrivacy),
        new("segment", IsApi, "/segment/api/*", EasyPrivacy, IsLast: true),
        new("trk", IsApi, "/trk/api/*", EasyPrivacy, IsLast: true),
        new("_blazor", request => request.Kind == RequestKinds.Ping, "/_blazor/*$ping", EasyPrivacy),
        new("web_analytics", Everything, "/web_analytics/*", EasyPrivacy),
        new("webanalytics", Everything, "/webAnalytics/*", EasyPrivacy),
        new("event-tracking", Everything, "/event-tracking/*", EasyPrivacy),
        new("event_log", Everything, "/event_log/*", EasyPrivacy),
        new("site_stats", Everything, "/site_stats/*", EasyPrivacy),
        new("metrics-backend", Everything, "/metrics-backend/*", EasyPrivacy),
        new("rum-telemetry", Everything, "/rum-telemetry/*", EasyPrivacy),
        new("hitcounter", Everything, "/HitCounter/*", EasyPrivacy),
        new("tracking_pixel", Everything, "/tracking_pixel", EasyPrivacy),
        new("analytics-js", Everything, "/analytics-js/*", EasyPrivacy),
        new("tracking-pixel", Everything, "/tracking-pixel/*", AdGuard),
        new("analytics/event", Everything, "/analytics/event", EasyPrivacy),
        new("analytics/capture", Everything, "/analytics/capture/*", EasyPrivacy),
        new("analytics/pageview", Everything, "/analytics/pageview", EasyPrivacy),
        new("tracking/events", Everything, "/tracking/events/*", EasyPrivacy),
        new("track/event", Everything, "/track/event/*", EasyPrivacy),
        new("events/track", Everything, "/events/track/*", EasyPrivacy),
        new("stats/collect", Everything, "/stats/collect/*", EasyPrivacy),
        new("stats/events", request => request.Kind == RequestKinds.Xhr, "/stats/events$xmlhttprequest", EasyPrivacy),
        new("log/collect", Everything, "/log/collect/*", EasyPrivacy),
        new("beacon/event", Everything, "/beacon/event/*", EasyPrivacy),
        new("api/metrics/event", Everything, "/api/metrics/event", EasyPrivacy),
        new("rum/events", Everything, "/rum/events", EasyPrivacy),
        new("otlp/traces", Everything, "/otlp/traces", EasyPrivacy),
    ];

    private static readonly IReadOnlyList<MeasuredVerdict> Hosts =
    [
        new("posthog.", IsScript, "://posthog.$script", EasyPrivacy),
        new("matomo.", Everything, "://matomo.", EasyPrivacy),
        new("piwik.", Everything, "://piwik.", EasyPrivacy),
        new("fathom.", Everything, "://fathom.", EasyPrivacy),
        new("client.rum.", Everything, "://client.rum.", EasyPrivacy),
        new("ads.", request => request.Kind != RequestKinds.Xhr, "://ads.$~image,~xmlhttprequest", EasyList),
        new("adserver.", request => request.Kind != RequestKinds.Xhr, "/adserver.$~stylesheet,~xmlhttprequest", EasyList),
    ];

    /// <summary>The verdict on a path, without the lists of the names in <paramref name="but"/>.</summary>
    public static BlockingVerdict OfPath(string prefix, IReadOnlyCollection<string> but) =>
        OfPath(prefix, but, ClientRequests.All);

    /// <summary>The same for some of the requests, or for requests under other names.</summary>
    public static BlockingVerdict OfPath(string prefix, IReadOnlyCollection<string> but, IReadOnlyList<ClientRequest> requests) =>
        Judge(Paths.Where(verdict => verdict.IsAbout(prefix)), but, requests);

    /// <summary>The verdict on a host, likewise.</summary>
    public static BlockingVerdict OfHost(string host, IReadOnlyCollection<string> but) =>
        Judge(Hosts.Where(verdict => host.StartsWith(verdict.Name, StringComparison.OrdinalIgnoreCase)), but, ClientRequests.All);

    private static BlockingVerdict Judge(IEnumerable<MeasuredVerdict> about, IReadOnlyCollection<string> but, IReadOnlyList<ClientRequest> requests)
    {
        var anywhere = Anywhere.Where(verdict => !but.Contains(verdict.List.Name)).ToList();
        var here = about.Where(verdict => !but.Contains(verdict.List.Name)).ToList();
        List<BlockedRequest> because = [], always = [];
        foreach (var request in requests)
        {
            if (anywhere.Find(verdict => verdict.Stops(request)) is { } wherever)
            {
                always.Add(Blocked(request, wherever));
            }
            else if (here.Find(verdict => verdict.Stops(request)) is { } found)
            {
                because.Add(Blocked(request, found));
            }
        }

        return new(because, always);
    }

    private static BlockedRequest Blocked(ClientRequest request, MeasuredVerdict verdict) =>
        new(request, verdict.Rule, verdict.List.Name, verdict.List.Date, request.Loss, request.Clients);

    private static bool Everything(ClientRequest request) => true;

    private static bool IsScript(ClientRequest request) => request.Kind == RequestKinds.Script;

    private static bool IsApi(ClientRequest request) => request.Target.StartsWith("/api/", StringComparison.Ordinal);

    private static bool SendsIp(ClientRequest request) => request.Target.Contains("ip=");

    private static bool Packs(ClientRequest request) => SendsIp(request) && request.Target.Contains("&compression=");

    private static bool Beacons(ClientRequest request) => SendsIp(request) && request.Target.Contains("&beacon=");

    private static bool IsCapture(ClientRequest request) => PathOf(request).EndsWith("/e/", StringComparison.Ordinal);

    private static bool IsRemoteConfig(ClientRequest request) => request.Loss == "remote config" && request.Target.StartsWith("/array/", StringComparison.Ordinal);

    private static bool IsLegacyCall(ClientRequest request, string path) =>
        SendsIp(request) && request.Kind == RequestKinds.Xhr && PathOf(request) == path;

    private static bool IsFile(ClientRequest request, string name) => PathOf(request).EndsWith(name, StringComparison.Ordinal);

    private static string PathOf(ClientRequest request) => request.Target.Split('?')[0];
}
