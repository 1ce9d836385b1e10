using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd;

/// <summary>PostHog's own set-up: the proxy at the root of a subdomain, so for the browser another origin.</summary>
public sealed class OwnHostTests
{
    private static readonly string[] Paths =
    [
        "/static/array.js", "/array/phc_StandInDemoEu000000000000000000000000000000/config.js", "/static/1.449.2/lazy-recorder.js",
        "/static/1.449.2/surveys.js", "/flags/", "/api/surveys/", "/e/", "/i/v0/e/", "/s/",
    ];

    [Fact]
    public async Task At_the_root_of_a_second_host_everything_works_across_origins()
    {
        await using var visit = await Visit.PrepareAsync("shop.localhost", "e.shop.localhost");
        var proxy = $"e.shop.localhost:{visit.Address.Port}";
        var flags = visit.Page.WaitForResponseAsync(response => response.Url.Contains("/flags/", StringComparison.Ordinal));
        await visit.OpenAsync();
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("house-fern");
        await Assertions.Expect(visit.Page.Locator("#hero-title")).ToHaveTextAsync("Made slowly, for a home that is lived in");
        await visit.EventAsync("added to basket");
        await visit.EventAsync("$snapshot");
        foreach (var path in Paths)
        {
            await visit.AnsweredAsync(path);
        }

        Assert.Empty(visit.Browser.Complaints);
        Assert.DoesNotContain(visit.Browser.Requests, url => url.Authority != visit.Address.Authority && url.Authority != proxy);
        Assert.DoesNotContain(visit.Browser.Requests, url => url.AbsolutePath.StartsWith("/ingest-x1", StringComparison.Ordinal));
        Assert.Equal([visit.Address.GetLeftPart(UriPartial.Authority)], await AllowedOriginsAsync(await flags));
        Assert.All(visit.Journal.Requests, request =>
        {
            Assert.Equal(Visit.IsAsset(request) ? "eu-assets.i.posthog.com" : "eu.i.posthog.com", request.Host);
            Assert.Equal(Visit.IsAsset(request) ? [] : ["127.0.0.1"], request.HeaderValues("X-Forwarded-For"));
        });
    }

    [Fact]
    public async Task A_beacon_across_origins_arrives_without_the_cookies_it_carries()
    {
        await using var visit = await Visit.BeginAsync("shop.localhost", "e.shop.localhost");
        await visit.EventAsync("$pageview");
        var held = await visit.Page.Context.CookiesAsync([$"http://e.shop.localhost:{visit.Address.Port}/"]);

        await visit.LeaveAsync();

        var left = await visit.EventAsync("$pageleave");
        var beacon = visit.Journal.Requests.Single(request => request.Sequence == left.RequestSequence);
        Assert.NotEmpty(held);
        Assert.Empty(beacon.HeaderValues("Cookie"));
        Assert.Equal([visit.Address.GetLeftPart(UriPartial.Authority)], beacon.HeaderValues("Origin"));
    }

    private static async Task<IEnumerable<string>> AllowedOriginsAsync(IResponse response) =>
        (await response.HeadersArrayAsync())
            .Where(header => header.Name.Equals("access-control-allow-origin", StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value);
}
