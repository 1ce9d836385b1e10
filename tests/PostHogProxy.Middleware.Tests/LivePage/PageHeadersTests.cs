using System.Net;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>What the headers of the page keep browsers and caches from.</summary>
public sealed class PageHeadersTests
{
    [Theory]
    [InlineData("/posthog-proxy")]
    [InlineData("/posthog-proxy/stream")]
    public async Task Nothing_of_it_is_kept_framed_or_shared(string path)
    {
        await using var shop = await PagedShop.OpenAsync();
        using var answer = await shop.GetAsync(path, change: static request => request.Headers.Add("Origin", "http://localhost:1"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Each_page_has_a_nonce_of_its_own()
    {
        await using var shop = await PagedShop.OpenAsync();
        var seen = new HashSet<string>();
        for (var time = 0; time < 3; time++)
        {
            using var answer = await shop.GetAsync("/posthog-proxy");
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, page.Split($"nonce=\"{nonce}\"").Length - 1);
            Assert.True(seen.Add(nonce));
        }
    }
}
