using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>A request that could not be answered for all passes the cache by, every time.</summary>
public sealed class PassedByTests
{
    [Theory]
    [InlineData("GET", "/static/array.js?x=1")]
    [InlineData("GET", "/static/array.js?v=1&x=1")]
    [InlineData("GET", "/static/array.js?v=%20")]
    [InlineData("GET", "/static/array.js?v")]
    [InlineData("GET", "/static/array.js?")]
    [InlineData("GET", "/static/array.js?v=1&")]
    [InlineData("GET", "/static/array.js?V=1")]
    [InlineData("GET", "/array/{0}/config?_=1700000000000")]
    [InlineData("GET", "/static/{long}.js")]
    [InlineData("OPTIONS", "/static/array.js")]
    [InlineData("GET", "/api/surveys/?token={0}")]
    [InlineData("GET", "/flags/?v=2")]
    [InlineData("GET", "/site_app/1/x/hash/")]
    public async Task Such_a_request_passes_the_cache_by(string method, string path)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", context => context.Response.Headers.CacheControl = "public, max-age=300"));
        path = path.Replace("{0}", StandInProject.EuDemo.Token, StringComparison.Ordinal).Replace("{long}", new('a', 512), StringComparison.Ordinal);

        await shop.SendAsync(method, path, "User-Agent: Ada/1");
        await shop.SendAsync(method, path, "User-Agent: Ada/1");

        Assert.Equal(["Ada/1", "Ada/1"], shop.Asked.Select(request => request.HeaderValues("User-Agent").Single()));
    }

    [Fact]
    public async Task A_page_with_an_endless_name_passes_the_cache_by()
    {
        await using var shop = await CachingShop.OpenAsync();

        await shop.GetAsync(CachingShop.RemoteConfig, "User-Agent: Ada/1", $"Referer: https://{new string('a', 301)}.example/");

        Assert.Equal(["Ada/1"], shop.Asked.Select(request => request.HeaderValues("User-Agent").Single()));
    }

    [Fact]
    public async Task A_request_with_a_body_passes_the_cache_by()
    {
        await using var shop = await CachingShop.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw" + CachingShop.Loader) { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("User-Agent", "Ada/1");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["Ada/1"], shop.Asked.Select(asked => asked.HeaderValues("User-Agent").Single()));
    }
}
