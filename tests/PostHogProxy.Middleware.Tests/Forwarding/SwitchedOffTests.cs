using System.Net;
using static PostHogProxy.Middleware.Tests.Forwarding.GatedShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What a page hears of a feature, or of all of PostHog, that is off: nothing is sent.</summary>
public sealed class SwitchedOffTests
{
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
}
