using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>An answer in PostHog's form that PostHog had no part in says so; no other does.</summary>
public sealed class OwnAnswerTests
{
    private const string Header = "X-PostHogProxy";

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/array/phc_x/config")]
    [InlineData("/flags/?v=2")]
    [InlineData("/e/")]
    [InlineData("/s/")]
    [InlineData("/api/surveys/?token=phc_x")]
    public async Task What_is_off_says_so(string path)
    {
        await using var shop = await OpenAsync(options => options.Disabled = true);

        Assert.Equal(["off"], await HeaderAsync(shop, path));
    }

    [Theory]
    [InlineData("/flags/?v=2", "off")]
    [InlineData("/static/array.js", null)]
    public async Task A_single_feature_that_is_off_says_so(string path, string? said)
    {
        await using var shop = await OpenAsync(options => options.Features = PostHogFeatures.All & ~PostHogFeatures.Flags);

        string[] expected = said is null ? [] : [said];
        Assert.Equal(expected, await HeaderAsync(shop, path));
    }

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/flags/")]
    [InlineData("/api/projects/")]
    [InlineData("/nothing/here")]
    public async Task What_is_on_says_nothing_of_the_kind(string path)
    {
        await using var shop = await OpenAsync(_ => { });

        Assert.Empty(await HeaderAsync(shop, path));
    }

    [Fact]
    public async Task Where_aliases_are_the_only_names_PostHogs_own_are_answered_with_that_word()
    {
        await using var shop = await OpenAsync(options => options.UsePathAliases(keepCanonicalPaths: false));

        Assert.Equal(["aliases-only"], await HeaderAsync(shop, "/static/array.js"));
    }

    private static async Task<IEnumerable<string>> HeaderAsync(Shop shop, string path)
    {
        using var response = await shop.Client.GetAsync(new Uri("/k3fw" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues(Header, out var values) ? values : [];
    }

    private static Task<Shop> OpenAsync(Action<PostHogProxyOptions> options) => Shop.OpenAsync((app, toStandIn) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, proxy =>
    {
        toStandIn(proxy);
        options(proxy);
    }));
}
