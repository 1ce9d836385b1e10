using Microsoft.AspNetCore.Http;
using PostHogProxy.Caching;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What becomes of a renewal that fails, that takes its time, or that the end of the app overtakes.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task A_renewal_that_outlives_the_app_ends_quietly()
    {
        await using var alone = await CacheAlone.OpenAsync();
        var asset = (await alone.Cache.GetAsync(alone.Loader)).Asset!;
        var (asked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        alone.Shop.PostHog.Answers = async (context, next) =>
        {
            asked.TrySetResult();
            await release.Task;
            await PostHogNow.Saying("newer")(context, next);
        };

        alone.Shop.Clock.Move(TimeSpan.FromSeconds(250));
        Assert.Same(asset, alone.Cache.Fresh(alone.Loader, alone.Shop.Clock.GetUtcNow()));
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        var renewal = Joined(asset, alone);
        alone.Stop();
        release.SetResult();

        Assert.Null(await renewal);
    }

    // Behind the hits of a busy page it would otherwise be tried again with each of them.
    [Fact]
    public async Task A_renewal_behind_a_hit_that_has_failed_is_not_tried_again_at_once()
    {
        await using var alone = await CacheAlone.OpenAsync();
        var asset = (await alone.Cache.GetAsync(alone.Loader)).Asset!;
        alone.Shop.PostHog.Answers = Failing;

        alone.Shop.Clock.Move(TimeSpan.FromSeconds(250));
        alone.Cache.Fresh(alone.Loader, alone.Shop.Clock.GetUtcNow());
        Assert.Null(await Joined(asset, alone));
        alone.Cache.Fresh(alone.Loader, alone.Shop.Clock.GetUtcNow());
        Assert.False(asset.IsBeingRenewed);

        alone.Shop.Clock.Move(TimeSpan.FromSeconds(11));
        alone.Cache.Fresh(alone.Loader, alone.Shop.Clock.GetUtcNow());
        Assert.True(asset.IsBeingRenewed);
        Assert.Null(await Joined(asset, alone));
    }

    [Fact]
    public async Task While_PostHog_is_slow_one_page_waits_for_it_and_for_a_second()
    {
        await using var alone = await CacheAlone.OpenAsync();
        var asset = (await alone.Cache.GetAsync(alone.Loader)).Asset!;
        var release = new TaskCompletionSource();
        var attempts = 0;
        alone.Shop.PostHog.Answers = async (context, next) =>
        {
            Interlocked.Increment(ref attempts);
            await release.Task;
            await Failing(context, next);
        };

        alone.Shop.Clock.Move(TimeSpan.FromSeconds(301));
        var first = await alone.Cache.GetAsync(alone.Loader);
        var second = alone.Cache.GetAsync(alone.Loader);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.Equal([asset, asset], new[] { first.Asset, (await second).Asset });

        // Had the first waited longer, the fetch would have given this host up and gone to the other.
        Assert.True(asset.IsBeingRenewed);
        Assert.Equal(1, attempts);
        release.SetResult();
        Assert.Null(await Joined(asset, alone));
    }

    // Too old to be given, and PostHog has just failed: each visitor's own request goes there, and none on behalf of all beside it.
    [Fact]
    public async Task What_has_run_out_for_good_is_not_asked_for_again_while_PostHog_fails()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.StaleIfError = TimeSpan.Zero);
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = Failing;

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        var asked = shop.Asked.Count;
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");

        Assert.Equal(["Ada/2", "Ada/2"], shop.Asked.Skip(asked).Select(request => request.HeaderValues("User-Agent").Single()));
    }

    private static Task Failing(HttpContext context, Func<Task> next)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    // The renewal that runs; where none does, a test that has waited for one ends here.
    private static Task<CachedAsset?> Joined(CachedAsset asset, CacheAlone alone) =>
        asset.RenewAsync(alone.Shop.Clock.GetUtcNow(), () => Task.FromResult<CachedAsset?>(null));
}
