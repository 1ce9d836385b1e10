using System.Net;
using Microsoft.AspNetCore.Http;
using static PostHogProxy.Middleware.Tests.Caching.AskedFor;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>An answer that is too large, or not whole, is never kept.</summary>
public sealed class TooLargeTests
{
    [Fact]
    public async Task What_is_too_large_goes_through_whole_every_time()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.MaximumEntryBytes = 100_000);

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        var second = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        Assert.Equal(379_782, first.Body.Length);
        Assert.Equal(379_782, second.Body.Length);
        AssertCostsOneRequestEach(shop);
    }

    // An answer takes some room beside its body.
    [Fact]
    public async Task What_has_no_room_is_not_fetched_for_the_cache_each_time()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.MaximumBytes = 100_000, PostHogNow.Saying(new string('x', 99_000)));

        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        AssertCostsOneRequestEach(shop);
    }

    [Fact]
    public async Task What_turns_out_too_large_only_on_the_way_goes_through_too()
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.AssetCache.MaximumEntryBytes = 100_000,
            async (context, _) =>
            {
                context.Response.ContentType = "text/javascript";
                for (var piece = 0; piece < 30; piece++)
                {
                    await context.Response.WriteAsync(new string('x', 10_000), context.RequestAborted);
                }
            });

        var first = await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        Assert.Equal(300_000, first.Body.Length);
        AssertCostsOneRequestEach(shop);
    }

    [Fact]
    public async Task Half_a_script_is_never_kept_and_never_given()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, _) =>
        {
            context.Response.ContentType = "text/javascript";
            context.Response.Headers.CacheControl = "public, max-age=300";
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });

        var broken = await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = null;
        shop.Clock.Move(TimeSpan.FromMilliseconds(1));
        var whole = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.BadGateway, broken.Status);
        Assert.Equal(379_782, whole.Body.Length);
    }
}
