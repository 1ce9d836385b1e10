namespace PostHogProxy.EndToEnd;

public sealed class PrefixTests
{
    private const string Token = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Assets = "eu-assets.i.posthog.com";
    private const string Ingest = "eu.i.posthog.com";

    /// <summary>Every kind of request posthog-js 1.449.2 makes with everything switched on, and PostHog's host for it.</summary>
    private static readonly (string Path, string Host)[] Expected =
    [
        ("/static/array.js", Assets),
        ($"/array/{Token}/config.js", Assets),
        ("/static/1.449.2/surveys.js", Assets),
        ("/static/1.449.2/lazy-recorder.js", Assets),
        ("/static/1.449.2/dead-clicks-autocapture.js", Assets),
        ("/static/1.449.2/web-vitals-with-attribution.js", Assets),
        ("/static/1.449.2/exception-autocapture.js", Assets),
        ("/flags/", Ingest),
        ("/api/surveys/", Ingest),
        ("/e/", Ingest),
        ("/i/v0/e/", Ingest),
        ("/s/", Ingest),
    ];

    [Fact]
    public async Task Everything_posthog_js_asks_for_goes_through_the_prefix_to_the_host_that_serves_it()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("wool-throw");

        foreach (var (path, host) in Expected)
        {
            var request = await visit.RequestAsync(path, request => request.Path == path);
            Assert.Equal((path, host, host, 200), (path, request.Host, request.SniHost, request.Status));
            await visit.AnsweredAsync("/ingest-x1" + path);
        }

        Assert.Empty(visit.Journal.Requests.Select(request => (request.Path, request.Host)).Distinct().Except(Expected));
    }

    [Fact]
    public async Task The_browser_talks_to_no_one_but_the_shop_and_has_nothing_to_complain_about()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RecorderStartedAsync();
        await visit.Page.GetByTestId("view-dome-lamp").ClickAsync();
        await visit.Page.Locator("#product-add").ClickAsync();
        foreach (var (path, _) in Expected)
        {
            await visit.AnsweredAsync("/ingest-x1" + path);
        }

        Assert.Empty(visit.Browser.Complaints);
        Assert.All(visit.Browser.Requests, url => Assert.Equal(visit.Address.Authority, url.Authority));
        Assert.DoesNotContain(visit.Browser.Requests, url => !IsTheShops(url.AbsolutePath) && !url.AbsolutePath.StartsWith("/ingest-x1/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_query_of_flags_and_surveys_arrives_as_the_browser_wrote_it()
    {
        await using var visit = await Visit.BeginAsync();

        var flags = await visit.RequestAsync("flags", request => request.Path == "/flags/");
        var surveys = await visit.RequestAsync("surveys", request => request.Path == "/api/surveys/");
        await visit.AnsweredAsync("/ingest-x1/flags/");
        await visit.AnsweredAsync("/ingest-x1/api/surveys/");

        var asked = visit.Browser.Requests.Select(url => url.PathAndQuery).ToList();
        Assert.Contains("/ingest-x1" + flags.RawTarget, asked);
        Assert.Contains("/ingest-x1" + surveys.RawTarget, asked);
        Assert.StartsWith("?v=2", flags.Query, StringComparison.Ordinal);
        Assert.StartsWith($"?token={Token}", surveys.Query, StringComparison.Ordinal);
    }

    private static bool IsTheShops(string path) =>
        path is "/" or "/favicon.svg" || path.StartsWith("/css/", StringComparison.Ordinal)
        || path.StartsWith("/js/", StringComparison.Ordinal) || path.StartsWith("/demo/", StringComparison.Ordinal);
}
