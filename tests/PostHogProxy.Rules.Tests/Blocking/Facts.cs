namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>The measured facts, typed a second time: prefix or host, what dies, a rule that does it, its list.</summary>
internal static class Facts
{
    public const string EasyList = "EasyList";
    public const string EasyPrivacy = "EasyPrivacy";
    public const string UBlock = "uBlock filters – Privacy";
    public const string AdGuard = "AdGuard Tracking Protection filter";

    public static readonly (string Prefix, string Dies, string Rule, string List)[] Prefixes =
    [
        ("/ingest", "calls with ip=", "/ingest/*^ip=", UBlock),
        ("/api/ingest", "calls with ip=", "/ingest/*^ip=", UBlock),
        ("/INGEST", "calls with ip=", "/ingest/*^ip=", UBlock),
        ("/ingest/v2", "calls with ip=", "/ingest/*^ip=", UBlock),
        ("/ingress", "calls with ip=", "/ingress/*^ip=", UBlock),
        ("/hog", "calls with ip=", "/hog/*^ip=", UBlock),
        ("/s", "some calls with ip= and remote config", "/s/array/phc_*/config", UBlock),
        ("/x/s", "some calls with ip= and remote config", "/s/array/phc_*/config", UBlock),
        ("/e", "packed calls and beacons with ip=", "/e/*^ip=*^compression=", UBlock),
        ("/x/e", "packed calls and beacons with ip=", "/e/*^ip=*^compression=", UBlock),
        ("/posthog/ingest", "everything", "/posthog/ingest/*", AdGuard),
        ("/piwik", "everything", "/piwik/*", EasyPrivacy),
        ("/matomo", "scripts", "/matomo/*", EasyPrivacy),
        ("/snowplow", "scripts", "/snowplow/*", EasyPrivacy),
        ("/plausible", "scripts in .js", "/plausible/*", UBlock),
        ("/segment", "/api/ calls", "/segment/api/*", EasyPrivacy),
        ("/trk", "/api/ calls", "/trk/api/*", EasyPrivacy),
        ("/_blazor", "beacons", "/_blazor/*", EasyPrivacy),
        ("/web_analytics", "everything", "/web_analytics/*", EasyPrivacy),
        ("/webanalytics", "everything", "/webAnalytics/*", EasyPrivacy),
        ("/event-tracking", "everything", "/event-tracking/*", EasyPrivacy),
        ("/event_log", "everything", "/event_log/*", EasyPrivacy),
        ("/site_stats", "everything", "/site_stats/*", EasyPrivacy),
        ("/metrics-backend", "everything", "/metrics-backend/*", EasyPrivacy),
        ("/rum-telemetry", "everything", "/rum-telemetry/*", EasyPrivacy),
        ("/hitcounter", "everything", "/hitcounter/*", EasyPrivacy),
        ("/tracking_pixel", "everything", "/tracking_pixel", EasyPrivacy),
        ("/analytics-js", "everything", "/analytics-js/*", EasyPrivacy),
        ("/tracking-pixel", "everything", "/tracking-pixel", AdGuard),
        ("/analytics/event", "everything", "/analytics/event", EasyPrivacy),
        ("/analytics/capture", "everything", "/analytics/capture", EasyPrivacy),
        ("/analytics/pageview", "everything", "/analytics/pageview", EasyPrivacy),
        ("/tracking/events", "everything", "/tracking/events", EasyPrivacy),
        ("/shop/tracking/events", "everything", "/tracking/events", EasyPrivacy),
        ("/track/event", "everything", "/track/event", EasyPrivacy),
        ("/events/track", "everything", "/events/track", EasyPrivacy),
        ("/stats/collect", "everything", "/stats/collect", EasyPrivacy),

        // The facts say everything; the rule asks for xhr, and so do the engines.
        ("/stats/events", "xhr", "/stats/events", EasyPrivacy),
        ("/log/collect", "everything", "/log/collect", EasyPrivacy),
        ("/beacon/event", "everything", "/beacon/event", EasyPrivacy),
        ("/api/metrics/event", "everything", "/api/metrics/event", EasyPrivacy),
        ("/rum/events", "everything", "/rum/events", EasyPrivacy),
        ("/otlp/traces", "everything", "/otlp/traces", EasyPrivacy),
    ];

    public static readonly (string Host, string Dies, string Rule, string List)[] Hosts =
    [
        ("posthog.shop.example", "scripts", "://posthog.", EasyPrivacy),
        ("PostHog.shop.example", "scripts", "://posthog.", EasyPrivacy),
        ("matomo.shop.example", "everything", "://matomo.", EasyPrivacy),
        ("piwik.shop.example", "everything", "://piwik.", EasyPrivacy),
        ("fathom.shop.example", "everything", "://fathom.", EasyPrivacy),
        ("client.rum.shop.example", "everything", "://client.rum.", EasyPrivacy),
        ("ads.shop.example", "all but xhr", "://ads.", EasyList),
        ("adserver.shop.example", "all but xhr", "/adserver.", EasyList),
    ];

    public static readonly string[] SilentPrefixes =
    [
        "/ingest-x1", "/my-ingest", "/ingest2", "/relay", "/data", "/t7k2", "/k3fw", "/", "",
        "/analytics", "/tracking", "/track", "/telemetry", "/posthog", "/ph", "/events", "/collect", "/stats", "/metrics", "/log", "/logs",
        "/insights", "/pixel", "/pixels", "/beacon", "/beacons", "/t", "/i", "/api", "/proxy", "/signal", "/pulse", "/rum", "/hit", "/counter",
        "/ads", "/amplitude", "/mixpanel", "/umami", "/fathom", "/q8x2", "/a/b/c", "/s/x", "/segment/x", "/sse", "/ee", "/tracking/event-s",
        "/hog-x", "/hogs", "/matomo2", "/my_piwik", "/posthog/x", "/trk2", "/blazor",
    ];

    public static readonly string[] SilentHosts =
    [
        "e.shop.example", "t.shop.example", "ph.shop.example", "hog.shop.example", "analytics.shop.example", "stats.shop.example",
        "metrics.shop.example", "telemetry.shop.example", "data.shop.example", "www.shop.example", "shop.example", "my-posthog.shop.example",
        "localhost", "",
    ];
}
