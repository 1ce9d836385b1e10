using static PostHogProxy.Rules.Blocking.RequestKinds;

namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// What posthog-js asks for, as recorded from real builds. Lists match the address as it is, query included: up to 1.391.3 the client wrote
/// <c>ip=</c> into it, from 1.391.6 on it does not, and that alone decides whether many rules reach it.
/// </summary>
internal static class ClientRequests
{
    public const string Every = "every posthog-js";
    public const string Legacy = "posthog-js up to 1.391.3";
    public const string Modern = "posthog-js from 1.391.6";

    // Nobody's token and moments of one day; of the shape that rules look at.
    private const string Token = "phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6";
    private const string Alias = "/m7rkf";
    private const string Then = "1750000000000";
    private const string Now = "1790000000000";

    public static readonly IReadOnlyList<ClientRequest> All = [.. Scripts(), .. LegacyCalls(), .. ModernCalls(), .. SharedCalls()];

    /// <summary>
    /// The same with a name of the app's own in place of PostHog's; the query stays as it is. A client that is too old for aliases makes none.
    /// </summary>
    public static readonly IReadOnlyList<ClientRequest> UnderAliases =
    [
        .. All.Where(static request => request.Clients != Legacy).Select(static request => request with { Target = Alias + Query(request.Target) }),
    ];

    private static string Query(string target) => target.IndexOf('?') is >= 0 and var at ? target.Substring(at) : "";

    private static IEnumerable<ClientRequest> Scripts()
    {
        (string Kind, string Loss)[] kinds =
        [
            ("array", "posthog-js itself"),
            ("array.full", "posthog-js itself"),
            ("lazy-recorder", "session replay"),
            ("posthog-recorder", "session replay"),
            ("recorder", "session replay"),
            ("recorder-v2", "session replay"),
            ("surveys", "surveys"),
            ("surveys-preview", "surveys"),
            ("toolbar", "the toolbar"),
            ("web-vitals", "web vitals"),
            ("web-vitals-with-attribution", "web vitals"),
            ("exception-autocapture", "exception autocapture"),
            ("dead-clicks-autocapture", "dead clicks"),
            ("tracing-headers", "tracing headers"),
            ("product-tours", "product tours"),
            ("conversations", "conversations"),
            ("logs", "logs"),
            ("element-inference", "element inference"),
            ("crisp-chat-integration", "chat integrations"),
            ("intercom-integration", "chat integrations"),
        ];

        foreach (var (kind, loss) in kinds)
        {
            // Asked for by every version, if only after the path with the version in it has failed.
            var isEntry = loss == "posthog-js itself";
            yield return new(isEntry ? $"/static/{kind}.js" : $"/static/{kind}.js?v=1.300.0", Script, "GET", loss, Every);
            if (!isEntry)
            {
                yield return new($"/static/1.449.2/{kind}.js", Script, "GET", loss, Modern);
            }
        }

        yield return new($"/array/{Token}/array.js", Script, "GET", "posthog-js itself", Every);
        yield return new($"/array/{Token}/config.js", Script, "GET", "remote config", Every);
        yield return new("/site_app/1/0123456789abcdef/", Script, "GET", "site apps", Every);
    }

    private static IEnumerable<ClientRequest> LegacyCalls()
    {
        (string Path, string Loss)[] captures = [("/e/", "events"), ("/i/v0/e/", "events"), ("/s/", "session replay")];
        foreach (var (path, loss) in captures)
        {
            foreach (var version in (string[])["1.300.0", "1.391.3"])
            {
                yield return new($"{path}?ip=0&_={Then}&ver={version}&compression=gzip-js", Xhr, "POST", loss, Legacy);
                yield return new($"{path}?ip=0&_={Then}&ver={version}&compression=gzip-js&beacon=1", Ping, "POST", loss, Legacy);
            }

            // With disable_compression, and where the browser's own gzip fails.
            yield return new($"{path}?ip=0&_={Then}&ver=1.391.3", Xhr, "POST", loss, Legacy);
            yield return new($"{path}?ip=0&_={Then}&ver=1.391.3&beacon=1", Ping, "POST", loss, Legacy);
        }

        // Up to 1.386.8. From 1.387.0 on flags came without ip=, ahead of all else: PostHog/posthog-js#3855.
        yield return new($"/flags/?v=2&ip=0&_={Then}&ver=1.300.0&compression=base64", Xhr, "POST", "feature flags", Legacy);
        yield return new($"/flags/?v=2&config=true&ip=0&_={Then}&ver=1.300.0&compression=base64", Xhr, "POST", "feature flags", Legacy);
        yield return new($"/decide/?v=3&ip=1&_={Then}&ver=1.200.0&compression=base64", Xhr, "POST", "feature flags", Legacy);

        (string Path, string Loss)[] reads =
        [
            ("/api/surveys/", "surveys"),
            ("/api/early_access_features/", "early access features"),
            ("/api/web_experiments/", "web experiments"),
        ];
        foreach (var (path, loss) in reads)
        {
            yield return new($"{path}?token={Token}&ip=0&_={Then}&ver=1.391.3", Xhr, "GET", loss, Legacy);
        }
    }

    private static IEnumerable<ClientRequest> ModernCalls()
    {
        (string Path, string Loss)[] captures = [("/e/", "events"), ("/i/v0/e/", "events"), ("/s/", "session replay")];
        string[] queries = ["", $"?_={Now}&ver=1.391.6&compression=gzip-js", $"?_={Now}", $"?sent_at={Now}", "?retry_count=1"];
        foreach (var (path, loss) in captures)
        {
            foreach (var query in queries)
            {
                yield return new(path + query, Xhr, "POST", loss, Modern);
            }

            yield return new($"{path}?compression=base64", Ping, "POST", loss, Modern);
        }

        yield return new($"/flags/?v=2&_={Now}&ver=1.391.6&compression=base64", Xhr, "POST", "feature flags", Modern);
        yield return new("/flags/?v=2", Xhr, "POST", "feature flags", Modern);
        yield return new("/flags/?v=2&config=true", Xhr, "POST", "feature flags", Modern);
        yield return new("/flags/?v=2&compression=base64", Xhr, "POST", "feature flags", Modern);
        yield return new($"/i/v1/logs?token={Token}", Xhr, "POST", "logs", Modern);
        yield return new($"/i/v1/metrics?token={Token}", Xhr, "POST", "metrics", Modern);
        yield return new($"/api/product_tours/?token={Token}", Xhr, "GET", "product tours", Modern);
        yield return new("/api/conversations/v1/widget/messages", Xhr, "GET", "conversations", Modern);
    }

    private static IEnumerable<ClientRequest> SharedCalls()
    {
        yield return new($"/array/{Token}/config", Xhr, "GET", "remote config", Every);
        yield return new($"/api/surveys/?token={Token}&_={Now}", Xhr, "GET", "surveys", Every);
        yield return new($"/api/early_access_features/?token={Token}", Xhr, "GET", "early access features", Every);
        yield return new($"/api/web_experiments/?token={Token}&_={Now}", Xhr, "GET", "web experiments", Every);
    }
}
