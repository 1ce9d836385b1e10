using System.Net;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class GateTests
{
    private static readonly string Ours = StandInProject.EuDemo.Token;

    [Theory]
    [InlineData(PostHogFeatures.Capture, "/e/", 200, """{"status":"Ok"}""")]
    [InlineData(PostHogFeatures.Capture, "/i/v0/e/", 200, """{"status":"Ok"}""")]
    [InlineData(PostHogFeatures.Replay, "/s/", 200, """{"status":"Ok","quota_limited":["recordings"]}""")]
    [InlineData(PostHogFeatures.Flags, "/flags/?v=2", 404, "")]
    [InlineData(PostHogFeatures.Assets, "/static/array.js", 404, "")]
    [InlineData(PostHogFeatures.RemoteConfig, "/array/phc_x/config.js", 404, "")]
    [InlineData(PostHogFeatures.Surveys, "/api/surveys/?token=phc_x", 404, "")]
    [InlineData(PostHogFeatures.SiteApps, "/site_app/1/x/", 404, "")]
    [InlineData(PostHogFeatures.EarlyAccessFeatures, "/api/early_access_features/", 404, "")]
    [InlineData(PostHogFeatures.WebExperiments, "/api/web_experiments/", 404, "")]
    [InlineData(PostHogFeatures.ProductTours, "/api/product_tours/", 404, "")]
    [InlineData(PostHogFeatures.Conversations, "/api/conversations/v1/widget/messages", 404, "")]
    [InlineData(PostHogFeatures.Logs, "/i/v1/logs", 404, "")]
    [InlineData(PostHogFeatures.Metrics, "/i/v1/metrics", 404, "")]
    public async Task A_feature_that_is_off_is_answered_here_and_nothing_is_sent(PostHogFeatures off, string path, int status, string body)
    {
        await using var shop = await OpenAsync(options => options.Features = PostHogFeatures.All & ~off);

        using var response = await SendAsync(shop, path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/e/", "application/json", """{"status":"Ok"}""")]
    [InlineData("/i/v0/e/", "application/json", """{"status":"Ok"}""")]
    [InlineData("/i/v1/logs", "application/json", """{"status":"Ok"}""")]
    [InlineData("/i/v9/newer/", "application/json", """{"status":"Ok"}""")]
    [InlineData("/s/", "application/json", """{"status":"Ok","quota_limited":["recordings"]}""")]
    [InlineData("/flags/?v=2", "application/json", """{"flags":{},"featureFlags":{},"featureFlagPayloads":{},"errorsWhileComputingFlags":false}""")]
    [InlineData("/api/surveys/?token=phc_x", "application/json", """{"surveys":[]}""")]
    [InlineData("/api/early_access_features/", "application/json", """{"earlyAccessFeatures":[]}""")]
    [InlineData("/api/web_experiments/", "application/json", """{"experiments":[]}""")]
    [InlineData("/api/product_tours/", "application/json", """{"product_tours":[]}""")]
    [InlineData("/array/phc_x/config.js", "text/javascript", "")]
    [InlineData("/static/array.js", "text/javascript", "")]
    [InlineData("/site_app/1/x/", "text/javascript", "")]
    public async Task While_PostHog_is_off_a_page_that_is_open_hears_200_and_nothing_is_sent(string path, string contentType, string body)
    {
        await using var shop = await OpenAsync(options => options.Disabled = true);

        using var response = await SendAsync(shop, path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/api/conversations/v1/widget/messages")]
    [InlineData("/flags/definitions")]
    [InlineData("/new/path")]
    public async Task What_must_not_seem_to_have_arrived_is_not_found_while_PostHog_is_off(string path)
    {
        await using var shop = await OpenAsync(options => (options.Disabled, options.AllowServerSdks) = (true, true));

        using var response = await SendAsync(shop, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task Without_consent_a_visitors_events_stay_here_and_with_it_they_pass()
    {
        await using var shop = await OpenAsync(options => options.DisabledWhen = context => context.Request.Headers["X-Consent"] != "yes");

        using var without = await SendAsync(shop, "/e/");
        Assert.Empty(shop.PostHog.Journal.Requests);

        using var with = await SendAsync(shop, "/e/", ("X-Consent", "yes"));
        Assert.Single(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/e/", true)]
    [InlineData("/s/", true)]
    [InlineData("/flags/?v=2", false)]
    [InlineData("/static/array.js", false)]
    public async Task A_browser_that_asks_for_privacy_is_neither_counted_nor_recorded(string path, bool staysHere)
    {
        await using var shop = await OpenAsync(options => options.RespectGlobalPrivacyControl = true);

        using var response = await SendAsync(shop, path, ("Sec-GPC", "1"));

        Assert.Equal(staysHere ? 0 : 1, shop.PostHog.Journal.Requests.Count);
        if (staysHere)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, "0")]
    public async Task Without_the_option_or_the_signal_events_pass(bool option, string signal)
    {
        await using var shop = await OpenAsync(options => options.RespectGlobalPrivacyControl = option);

        using var response = await SendAsync(shop, "/e/", ("Sec-GPC", signal));

        Assert.Single(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/array/phc_stranger/config.js")]
    [InlineData("/array/phc_stranger/array.js")]
    [InlineData("/array/")]
    [InlineData("/array/x")]
    [InlineData("/api/surveys/?token=phc_stranger")]
    [InlineData("/api/surveys/?TOKEN=phc_stranger")]
    [InlineData("/api/surveys/?%74oken=phc_stranger")]
    [InlineData("/e/?api_key=phc_stranger")]
    [InlineData("/new/path?token=phc_stranger")]
    [InlineData("/new/phc_stranger/path")]
    [InlineData("/new/%70hc_stranger/path")]
    [InlineData("/static/phc%255fstranger.js")]
    [InlineData("/e/?token%00=phc_stranger")]
    [InlineData("/e/?a=1;token=phc_stranger")]
    [InlineData("/e/?%2574oken=%2570hc_stranger")]
    public async Task With_project_tokens_a_strangers_token_goes_nowhere(string path)
    {
        await using var shop = await OpenAsync(options => options.ProjectTokens.Add(Ours));

        using var response = await SendAsync(shop, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(shop.Forwarded);
    }

    [Theory]
    [InlineData("/array/{0}/config.js")]
    [InlineData("/api/surveys/?token={0}&_=1")]
    [InlineData("/static/array.js?v=1")]
    [InlineData("/e/?ip=0&_=1")]
    public async Task With_project_tokens_our_own_passes(string path)
    {
        await using var shop = await OpenAsync(options => options.ProjectTokens.Add(Ours));

        using var response = await SendAsync(shop, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Ours));

        Assert.Single(shop.Forwarded);
    }

    [Fact]
    public async Task Unknown_paths_can_be_closed()
    {
        await using var shop = await OpenAsync(options => options.AllowUnknownPaths = false);

        using var response = await SendAsync(shop, "/new/path");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/flags/definitions", false, "Bearer phx_key", 404)]
    [InlineData("/flags/definitions", true, null, 401)]
    [InlineData("/flags/definitions", true, "Bearer app-session", 401)]
    [InlineData("/flags/definitions", true, "Basic cGh4X2tleQ==", 401)]
    [InlineData("/api/feature_flag/local_evaluation/", false, "Bearer phx_key", 404)]
    [InlineData("/api/feature_flag/local_evaluation/", true, null, 401)]
    [InlineData("/api/projects/@current/feature_flags/x/remote_config", false, "Bearer phx_key", 404)]
    [InlineData("/api/projects/@current/feature_flags/x/remote_config", true, null, 401)]
    [InlineData("/api/environments/@current/llm_prompts/?token=phc_a", false, "Bearer phx_key", 404)]
    [InlineData("/api/environments/@current/llm_prompts/name/greeting/", true, null, 401)]
    [InlineData("/api/environments/@current/llm_prompts/name/greeting/", true, "Bearer app-session", 401)]
    [InlineData("/api/environments/@current/", true, "Bearer phx_key", 404)]
    [InlineData("/api/environments/1/llm_prompts/", true, "Bearer phx_key", 404)]
    [InlineData("/api/projects/@current/messaging/preferences/", false, "Bearer phs_key", 404)]
    [InlineData("/api/projects/@current/messaging/send/email/", true, null, 401)]
    [InlineData("/api/projects/@current/messaging/emails/0192f0c4-0000-7000-8000-000000000000/", true, "Basic cGh4X2tleQ==", 401)]
    [InlineData("/api/projects/@current/messaging/", true, "Bearer phs_key", 404)]
    [InlineData("/api/projects/@current/messaging/templates/", true, "Bearer phs_key", 404)]
    public async Task What_needs_a_key_is_closed_without_the_option_and_without_the_key(
        string path, bool option, string? authorization, int status)
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = option);

        using var response = await SendAsync(shop, path, ("Authorization", authorization));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task With_the_option_a_servers_key_passes_where_it_is_needed_and_only_there()
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = true);

        using var needed = await SendAsync(shop, "/flags/definitions", ("Authorization", "Bearer phx_key"));
        using var elsewhere = await SendAsync(shop, "/static/array.js", ("Authorization", "Bearer phx_key"));

        Assert.Equal("Bearer phx_key", Assert.Single(shop.PostHog.Journal.Requests[0].HeaderValues("Authorization")));
        Assert.Empty(shop.PostHog.Journal.Requests[1].HeaderValues("Authorization"));
    }

    // The SDKs ask the host of the application for these, and send an e-mail once more with the key that tells PostHog that it is the same.
    [Theory]
    [InlineData("GET", "/api/environments/@current/llm_prompts/?token=phc_a&content=full", "Bearer phx_key")]
    [InlineData("GET", "/api/environments/@current/llm_prompts/name/my%20prompt/?token=phc_a&version=2", "Bearer phx_key")]
    [InlineData("POST", "/api/projects/@current/messaging/send/email/", "Bearer phs_key")]
    [InlineData("GET", "/api/projects/@current/messaging/emails/0192f0c4-0000-7000-8000-000000000000/", "Bearer phs_key")]
    [InlineData("POST", "/api/projects/@current/messaging/preferences/", "Bearer phs_key")]
    public async Task Prompts_and_messages_of_a_server_go_to_the_app_with_its_key(string method, string path, string authorization)
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = true);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/k3fw" + path) { Content = method == "POST" ? new StringContent("{}") : null };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "key-1");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var asked = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Equal(("eu.posthog.com", path), (asked.Host, asked.RawTarget));
        Assert.Equal([authorization], asked.HeaderValues("Authorization"));
        Assert.Equal(["key-1"], asked.HeaderValues("Idempotency-Key"));
    }

    [Fact]
    public async Task A_visitors_idempotency_key_stays_here()
    {
        await using var shop = await OpenAsync(options => options.AllowServerSdks = true);

        using var response = await SendAsync(shop, "/e/", ("Idempotency-Key", "key-1"));

        Assert.Empty(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("Idempotency-Key"));
    }

    // A report says which page a visitor was on: it is an event like others.
    [Theory]
    [InlineData("nothing", 204, 1)]
    [InlineData("known paths only", 204, 1)]
    [InlineData("another project", 404, 0)]
    [InlineData("no events", 200, 0)]
    [InlineData("privacy", 200, 0)]
    [InlineData("off", 200, 0)]
    public async Task A_report_of_a_broken_policy_is_an_event(string option, int status, int reports)
    {
        await using var shop = await OpenAsync(options =>
        {
            options.AllowUnknownPaths = option != "known paths only";
            options.RespectGlobalPrivacyControl = option == "privacy";
            options.Disabled = option == "off";
            options.Features = option == "no events" ? PostHogFeatures.All & ~PostHogFeatures.Capture : PostHogFeatures.All;
            if (option == "another project")
            {
                options.ProjectTokens.Add("phc_another");
            }
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/k3fw/report/?token={StandInProject.EuDemo.Token}")
        {
            Content = new StringContent("""{"csp-report":{"effective-directive":"img-src"}}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/csp-report")),
        };
        request.Headers.Add("Sec-GPC", "1");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(reports, shop.PostHog.Journal.Events.Count(captured => captured.Event == "$csp_violation"));
    }

    [Theory]
    [InlineData("/decide?v=3")]
    [InlineData("/decide/?v=3")]
    [InlineData("/flags?v=2")]
    [InlineData("/flags/?v=2")]
    public async Task PostHogs_own_check_of_a_proxy_is_200(string path)
    {
        await using var shop = await OpenAsync(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Head, "/k3fw" + path);

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<Shop> OpenAsync(Action<PostHogProxyOptions> configure) => Shop.OpenAsync((app, connect) =>
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            configure(options);
        }));

    private static Task<HttpResponseMessage> SendAsync(Shop shop, string path, params (string Name, string? Value)[] headers)
    {
        var isPost = path.StartsWith("/e/", StringComparison.Ordinal) || path.StartsWith("/s/", StringComparison.Ordinal)
            || path.StartsWith("/i/", StringComparison.Ordinal) || path.StartsWith("/flags/?", StringComparison.Ordinal);
        var request = new HttpRequestMessage(isPost ? HttpMethod.Post : HttpMethod.Get, "/k3fw" + path);
        if (isPost)
        {
            request.Content = new StringContent("{}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
