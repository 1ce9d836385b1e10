using CsCheck;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Routes;

public sealed class ClientRoutesTests
{
    // path, kind, upstream: typed from the facts' table of paths, not from the code.
    [Theory]
    [InlineData("/e/", "Capture", "Ingest")]
    [InlineData("/e", "Capture", "Ingest")]
    [InlineData("/i/v0/e/", "Capture", "Ingest")]
    [InlineData("/capture/", "Capture", "Ingest")]
    [InlineData("/track/", "Capture", "Ingest")]
    [InlineData("/engage/", "Capture", "Ingest")]
    [InlineData("/batch/", "Capture", "Ingest")]
    [InlineData("/batch", "Capture", "Ingest")]
    [InlineData("/s/", "Replay", "Ingest")]
    [InlineData("/flags/", "Flags", "Ingest")]
    [InlineData("/decide/", "Flags", "Ingest")]
    [InlineData("/array/phc_abc/config.js", "RemoteConfig", "Assets")]
    [InlineData("/array/phc_abc/config", "RemoteConfig", "Assets")]
    [InlineData("/array/phc_abc/array.js", "RemoteConfig", "Assets")]
    [InlineData("/static/array.js", "Assets", "Assets")]
    [InlineData("/static/1.449.2/lazy-recorder.js", "Assets", "Assets")]
    [InlineData("/static/toolbar/main.css", "Assets", "Assets")]
    [InlineData("/api/surveys/", "Surveys", "Ingest")]
    [InlineData("/api/early_access_features/", "EarlyAccessFeatures", "Ingest")]
    [InlineData("/api/web_experiments/", "WebExperiments", "Ingest")]
    [InlineData("/api/product_tours/", "ProductTours", "Ingest")]
    [InlineData("/api/conversations/v1/widget/messages", "Conversations", "Ingest")]
    [InlineData("/i/v1/logs", "Logs", "Ingest")]
    [InlineData("/i/v1/metrics", "Metrics", "Ingest")]
    [InlineData("/site_app/1/abc/", "SiteApps", "Ingest")]
    [InlineData("/i/v1/analytics/events", "ServerSdk", "Ingest")]
    [InlineData("/flags/definitions", "ServerSdk", "Ingest")]
    [InlineData("/api/feature_flag/local_evaluation/", "ServerSdk", "Ingest")]
    [InlineData("/i/v0/ai/batch", "ServerSdk", "Ingest")]
    [InlineData("/api/projects/@current/feature_flags/x/remote_config", "ServerSdk", "Ingest")]
    [InlineData("/api/push_subscriptions/", "ServerSdk", "Ingest")]
    [InlineData("/report/", "CspReports", "Ingest")]
    [InlineData("/report", "CspReports", "Ingest")]
    [InlineData("/reports/", "Unknown", "Ingest")]
    [InlineData("/api/environments/@current/llm_prompts/", "ServerSdk", "App")]
    [InlineData("/api/environments/@current/llm_prompts/name/x/", "ServerSdk", "App")]
    [InlineData("/api/projects/@current/messaging/send/email/", "ServerSdk", "App")]
    [InlineData("/api/projects/@current/messaging/emails/0192f0c4/", "ServerSdk", "App")]
    [InlineData("/api/projects/@current/messaging/preferences/", "ServerSdk", "App")]
    [InlineData("/api/projects/@current/messaging/", "PrivateApi", "Ingest")]
    [InlineData("/api/environments/1/llm_prompts/", "PrivateApi", "Ingest")]
    [InlineData("/api/projects/", "PrivateApi", "Ingest")]
    [InlineData("/API/surveys/", "PrivateApi", "Ingest")]
    [InlineData("/", "Unknown", "Ingest")]
    [InlineData("", "Unknown", "Ingest")]
    [InlineData("/staticfoo", "Unknown", "Ingest")]
    [InlineData("/static", "Unknown", "Ingest")]
    [InlineData("/STATIC/array.js", "Unknown", "Ingest")]
    [InlineData("/e/more", "Unknown", "Ingest")]
    [InlineData("/ee", "Unknown", "Ingest")]
    [InlineData("/i/v9/e/", "Unknown", "Ingest")]
    public void A_path_has_the_kind_and_the_host_of_the_facts(string path, string kind, string upstream)
    {
        var route = ClientRoutes.Find(path);

        Assert.Equal(kind, route.Kind.ToString());
        Assert.Equal(upstream, route.Upstream.ToString());
    }

    // methods and whether a key is needed, of every row: typed from the facts.
    private static readonly (string Path, string Methods, bool NeedsKey)[] Rows =
    [
        ("/e/", "Get, Post, Options", false),
        ("/i/v0/e/", "Get, Post, Options", false),
        ("/s/", "Get, Post, Options", false),
        ("/capture/", "Get, Post, Options", false),
        ("/track/", "Get, Post, Options", false),
        ("/engage/", "Get, Post, Options", false),
        ("/batch/", "Get, Post, Options", false),
        ("/flags/", "Get, Head, Post, Options", false),
        ("/decide/", "Get, Head, Post, Options", false),
        ("/array/", "Get, Head, Options", false),
        ("/static/", "Get, Head, Options", false),
        ("/api/surveys/", "Get, Head, Options", false),
        ("/api/early_access_features/", "Get, Head, Options", false),
        ("/api/web_experiments/", "Get, Head, Options", false),
        ("/api/product_tours/", "Get, Head, Options", false),
        ("/api/conversations/v1/widget/", "Get, Head, Post, Options", false),
        ("/i/v1/logs", "Post, Options", false),
        ("/i/v1/metrics", "Post, Options", false),
        ("/site_app/", "Get, Head, Options", false),
        ("/i/v1/analytics/events", "Post, Options", false),
        ("/i/v0/ai/", "Get, Head, Post, Options", false),
        ("/flags/definitions", "Get, Head, Options", true),
        ("/api/feature_flag/local_evaluation/", "Get, Head, Options", true),
        ("/api/projects/@current/feature_flags/", "Get, Head, Options", true),
        ("/api/push_subscriptions/", "Get, Head, Post, Options", false),
        ("/report/", "Post, Options", false),
        ("/api/environments/@current/llm_prompts/", "Get, Head, Options", true),
        ("/api/projects/@current/messaging/send/email/", "Post, Options", true),
        ("/api/projects/@current/messaging/emails/", "Get, Head, Options", true),
        ("/api/projects/@current/messaging/preferences/", "Post, Options", true),
    ];

    [Fact]
    public void Every_row_answers_to_the_methods_of_the_facts_and_asks_for_a_key_where_they_say_so() =>
        Assert.Equal(
            Rows.OrderBy(row => row.Path, StringComparer.Ordinal),
            ClientRoutes.All.Select(row => (row.Path, row.Methods.ToString(), row.NeedsKey)).OrderBy(row => row.Path, StringComparer.Ordinal));

    [Fact]
    public void Only_folders_have_more_below_them()
    {
        string[] folders =
        [
            "/api/conversations/v1/widget/", "/api/environments/@current/llm_prompts/", "/api/projects/@current/feature_flags/",
            "/api/projects/@current/messaging/emails/", "/array/", "/i/v0/ai/", "/site_app/", "/static/",
        ];

        Assert.Equal(folders, ClientRoutes.All.Where(row => row.IsTree).Select(row => row.Path).Order(StringComparer.Ordinal));
        Assert.All(Rows, row => Assert.Equal(folders.Contains(row.Path), ClientRoutes.Find(row.Path.TrimEnd('/') + "/more") == ClientRoutes.Find(row.Path)));
    }

    [Theory]
    [InlineData("/unknown/", "Get, Head, Post, Options")]
    [InlineData("/api/else/", "None")]
    public void An_unknown_path_has_methods_too(string path, string methods) => Assert.Equal(methods, ClientRoutes.Find(path).Methods.ToString());

    [Fact]
    public void Only_scripts_and_remote_config_may_be_cached() =>
        Assert.Equal(
            ["/array/", "/static/"],
            ClientRoutes.All.Where(row => row.IsCacheable).Select(row => row.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/e/", 2)]
    [InlineData("/i/v0/e/", 2)]
    [InlineData("/capture/", 2)]
    [InlineData("/track/", 2)]
    [InlineData("/engage/", 2)]
    [InlineData("/batch/", 20)]
    [InlineData("/s/", 25)]
    [InlineData("/flags/", null)]
    public void PostHog_takes_so_many_megabytes(string path, int? megabytes) =>
        Assert.Equal(megabytes * 1024L * 1024, ClientRoutes.Find(path).WireLimit);

    [Fact]
    public void What_follows_the_path_does_not_change_the_route() =>
        Gen.Select(Gen.Int[0, ClientRoutes.All.Count - 1], Gen.String).Sample((index, query) =>
        {
            var row = ClientRoutes.All[index];
            var target = row.Path + "?" + query;
            return ClientRoutes.Find(target, row.Path.Length) == row;
        });
}
