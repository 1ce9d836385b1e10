using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What PostHog is asked about an answer that is here, and what a 304 of its makes of it.</summary>
public sealed class RevalidationTests
{
    private const string Tag = "\"a\"";

    // A tag of our own says nothing to PostHog.
    [Fact]
    public async Task PostHog_is_asked_by_a_tag_of_its_own_only()
    {
        await using var shop = await OpenAsync(PostHogNow.Saying("script"));
        await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(2, shop.Asked.Count);
        Assert.Empty(shop.Asked[1].HeaderValues("If-None-Match"));
    }

    [Fact]
    public async Task What_a_304_says_replaces_what_was_said_before()
    {
        await using var shop = await OpenAsync(NotModified("max-age=300", "max-age=60"));
        await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var renewed = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(61));
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("script", Encoding.ASCII.GetString(renewed.Body));
        Assert.Equal("max-age=60", renewed["Cache-Control"]);
        Assert.Equal([200, 304, 304], shop.Asked.Select(request => request.Status));
    }

    [Fact]
    public async Task A_304_that_says_nothing_leaves_it_as_it_was()
    {
        await using var shop = await OpenAsync(NotModified("max-age=1000", null));
        await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(1001));
        var renewed = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(700));
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("max-age=1000", renewed["Cache-Control"]);
        Assert.Equal([200, 304], shop.Asked.Select(request => request.Status));
    }

    // It says nothing of its time, and what was said before holds.
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task That_it_has_not_changed_needs_no_time_of_its_own(int fallbackSeconds)
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.AssetCache.FallbackDuration = TimeSpan.FromSeconds(fallbackSeconds),
            PostHogNow.Saying("script", answer =>
            {
                answer.Response.Headers.ETag = "\"a\"";
                answer.Response.Headers.CacheControl = answer.Request.Headers.IfNoneMatch.Count > 0 ? default : "max-age=100";
                answer.Response.StatusCode = answer.Request.Headers.IfNoneMatch.Count > 0 ? 304 : 200;
            }));
        await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(101));
        var renewed = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(70));
        var kept = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(31));
        var again = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(["0", "70", "0"], [renewed["Age"], kept["Age"], again["Age"]]);
        Assert.Equal([200, 304, 304], shop.Asked.Select(request => request.Status));
    }

    private static Func<HttpContext, Func<Task>, Task> NotModified(string first, string? then) => PostHogNow.Saying("script", answer =>
    {
        var isKnown = answer.Request.Headers.IfNoneMatch == Tag;
        (answer.Response.StatusCode, answer.Response.Headers.CacheControl, answer.Response.Headers.ETag) = (isKnown ? 304 : 200, isKnown ? then : first, Tag);
    });

    // Nothing is given past its time, so that each answer waits for its renewal.
    private static Task<CachingShop> OpenAsync(Func<HttpContext, Func<Task>, Task> postHog) =>
        CachingShop.OpenAsync(options => options.AssetCache.StaleIfError = TimeSpan.Zero, postHog);
}
