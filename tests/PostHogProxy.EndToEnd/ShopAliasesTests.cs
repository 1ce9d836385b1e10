using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd;

/// <summary>The demo's switch for aliases, and its panel, which has the alias beside the path that PostHog saw.</summary>
public sealed class ShopAliasesTests
{
    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("shop.localhost", "e.shop.localhost")]
    public async Task With_the_switch_on_the_panel_has_the_name_that_the_browser_used_beside_PostHogs(string shopHost, string? proxyHost)
    {
        await using var visit = await Visit.BeginAsync(shopHost, proxyHost, aliases: PathAliasMode.On);
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("wool-throw");
        await visit.EventAsync("added to basket");
        await visit.EventAsync("$snapshot");

        var below = Below(visit, proxyHost);
        AliasedPaths.AreAllOf(below, "/");
        foreach (var path in new[] { "/flags/", "/s/", "/i/v0/e/" })
        {
            var row = Row(visit, path);
            var asked = (await row.Locator(".yours.alias").InnerTextAsync()).Replace(await row.Locator(".yours b").InnerTextAsync(), "", StringComparison.Ordinal);
            Assert.Contains(asked, Below(visit, proxyHost));
            Assert.EndsWith("i.posthog.com" + path, await row.Locator(".theirs").InnerTextAsync(), StringComparison.Ordinal);
        }

        await Assertions.Expect(visit.Page.Locator("#panel-names")).ToContainTextAsync("--Storefront:Aliases=Off");
    }

    [Fact]
    public async Task Without_it_both_are_the_same()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RequestAsync("flags", request => request.Path == "/flags/");

        await Assertions.Expect(Row(visit, "/flags/").Locator(".yours")).ToHaveTextAsync($"127.0.0.1:{visit.Address.Port}/ingest-x1/flags/");
        await Assertions.Expect(visit.Page.Locator(".alias")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("#panel-names")).ToContainTextAsync("--Storefront:Aliases=On");
    }

    // A terminal beside the shop: with the switch on, PostHog's own paths still work, and are told as what they were.
    [Fact]
    public async Task Each_request_is_told_by_the_name_it_came_under()
    {
        await using var visit = await Visit.BeginAsync(aliases: PathAliasMode.On);
        var flags = await visit.RequestAsync("flags", request => request.Path == "/flags/");
        using var client = new HttpClient { BaseAddress = visit.Address };
        using var answer = await client.PostAsync(
            new Uri("/ingest-x1/flags/?v=2", UriKind.Relative), JsonContent.Create(new { token = SnippetPage.Token, distinct_id = "ada" }), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

        var told = await client.GetFromJsonAsync<List<JsonElement>>(new Uri("/demo/requests", UriKind.Relative), TestContext.Current.CancellationToken);

        var asked = told!.Where(each => each.GetProperty("path").GetString() == "/flags/").ToDictionary(each => each.GetProperty("sequence").GetInt64(), each => each.GetProperty("asked").GetString());
        Assert.Matches("^/[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz1-9]+$", asked[flags.Sequence]);
        Assert.Contains("/flags/", asked.Values);
    }

    private static ILocator Row(Visit visit, string path) =>
        visit.Page.Locator("#panel-rows .row").Filter(new() { Has = visit.Page.Locator($".theirs[title$='posthog.com{path}']") }).First;

    private static List<string> Below(Visit visit, string? proxyHost) =>
    [
        .. visit.Browser.Requests
            .Where(url => proxyHost is null ? url.AbsolutePath.StartsWith("/ingest-x1/", StringComparison.Ordinal) : url.Host == proxyHost)
            .Select(url => proxyHost is null ? url.AbsolutePath["/ingest-x1".Length..] : url.AbsolutePath),
    ];
}
