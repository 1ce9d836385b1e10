using System.Threading.Channels;
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
        var asset = (await alone.Cache.GetAsync(alone.Loader, TestContext.Current.CancellationToken)).Asset!;
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

        await renewal;
    }

    // Behind the hits of a busy page it would otherwise be tried again with each of them.
    [Fact]
    public async Task A_renewal_behind_a_hit_that_has_failed_is_not_tried_again_at_once()
    {
        await using var alone = await CacheAlone.OpenAsync();
        var asset = (await alone.Cache.GetAsync(alone.Loader, TestContext.Current.CancellationToken)).Asset!;
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
        var asset = (await alone.Cache.GetAsync(alone.Loader, TestContext.Current.CancellationToken)).Asset!;
        var release = new TaskCompletionSource();
        var attempts = 0;
        alone.Shop.PostHog.Answers = async (context, next) =>
        {
            Interlocked.Increment(ref attempts);
            await release.Task;
            await Failing(context, next);
        };

        alone.Shop.Clock.Move(TimeSpan.FromSeconds(301));
        var first = await alone.Cache.GetAsync(alone.Loader, TestContext.Current.CancellationToken);
        var second = alone.Cache.GetAsync(alone.Loader, TestContext.Current.CancellationToken);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.Equal([asset, asset], new[] { first.Asset, (await second).Asset });
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

    // Ten seconds for each host; then the page's own request goes there and waits as long as it takes.
    [Fact]
    public async Task A_page_without_a_script_waits_ten_seconds_for_each_host_and_then_by_itself()
    {
        var asked = Channel.CreateUnbounded<string>();
        var release = new TaskCompletionSource();
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, next) =>
        {
            asked.Writer.TryWrite($"{context.Request.Headers.UserAgent} {context.Request.Host.Host}");
            await release.Task.WaitAsync(context.RequestAborted);
            await PostHogNow.Saying("slow")(context, next);
        });

        var answer = shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        Assert.Equal("PostHogProxy-Cache eu-assets.i.posthog.com", await NextAsync());
        shop.Clock.Move(TimeSpan.FromSeconds(10));
        Assert.Equal("PostHogProxy-Cache eu.i.posthog.com", await NextAsync());
        shop.Clock.Move(TimeSpan.FromSeconds(10));
        Assert.Equal("Ada/1 eu-assets.i.posthog.com", await NextAsync());
        var another = shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/2");
        Assert.Equal("Ada/2 eu-assets.i.posthog.com", await NextAsync());
        release.SetResult();

        Assert.Equal(["slow"u8.ToArray(), "slow"u8.ToArray()], (await Task.WhenAll(answer, another)).Select(each => each.Body));

        async Task<string> NextAsync() => await asked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    // Where a new one found no room, the old one is still there, and its renewal has run out too.
    [Fact]
    public async Task A_renewal_serves_while_it_is_fresh_and_is_followed_by_another()
    {
        var now = DateTimeOffset.UnixEpoch;
        var (old, renewed, next) = (Lasting(1), Lasting(10), Lasting(20));

        Assert.Same(renewed, await old.RenewAsync(now, () => Task.FromResult<CachedAsset?>(renewed)));
        Assert.Same(renewed, await old.RenewAsync(now.AddSeconds(9), () => Task.FromResult<CachedAsset?>(next)));
        Assert.Same(next, await old.RenewAsync(now.AddSeconds(10), () => Task.FromResult<CachedAsset?>(next)));

        CachedAsset Lasting(int seconds) => CachedAsset.Nothing("key", now, TimeSpan.FromSeconds(seconds), failure: null);
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
