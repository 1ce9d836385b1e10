using System.Net;
using static PostHogProxy.Middleware.Tests.Caching.AskedFor;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>An answer of another status than 200.</summary>
public sealed class OtherStatusTests
{
    // A page of somebody's is none for the team's origin, whatever its status.
    [Fact]
    public async Task A_refusal_that_is_a_page_goes_without_its_body()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("<html>", context =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "text/html";
        }));

        var answer = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Empty(answer.Body);
        Assert.Null(answer["Content-Type"]);
        Assert.Single(shop.Asked);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(410)]
    [InlineData(401)]
    [InlineData(204)]
    [InlineData(203)]
    [InlineData(206)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Another_status_than_200_is_passed_on_and_not_kept(int status)
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.IngestOrigin = options.AssetsOrigin = new("https://eu-assets.i.posthog.com"),
            PostHogNow.Saying("", context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            context.Response.StatusCode = status;
            context.Response.ContentLength = status == 204 ? null : 0;
        }));

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        var second = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");
        shop.PostHog.Answers = null;
        var well = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/3");

        Assert.Equal([status, status, 200], new[] { first, second, well }.Select(answer => (int)answer.Status));
        if (status is 203 or 404 or 410)
        {
            AssertCostsOneRequestEach(shop, "Ada/3");
        }
        else
        {
            AssertForwarded(shop, "Ada/3");
        }
    }
}
