using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;
using PostHogProxy.Forwarding;

namespace PostHogProxy.Caching;

/// <summary>What the cache has for a request.</summary>
/// <param name="Asset">The answer, kept or for this request alone; null where the request shall go to PostHog itself.</param>
/// <param name="Result">How it came, as the metric names it.</param>
/// <param name="Failure">Where PostHog could not be reached on behalf of this very request: to ask it once more would only take as long again.</param>
internal readonly record struct CacheAnswer(CachedAsset? Asset, string Result, FetchFailure? Failure = null);

/// <summary>
/// Decides which answer holds: a fresh one at once, and near its end a new one is fetched behind it; one that has run out is renewed while the
/// visitor waits a little, and given nonetheless where PostHog fails.
/// </summary>
internal sealed class AssetCache(AssetStore store, AssetFetcher fetcher, AssetCacheOptions options, ILogger logger, TimeProvider time) : IDisposable
{
    // How long PostHog is left alone after a failure, or after an answer that is none to keep.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    // A page waits this long for a newer script than the one that is here.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly Throttle _stale = new(time);
    private volatile string _lastFailure = "it is slow";
    private volatile bool _isStopped;

    /// <summary>A fresh answer that is in memory; null where it takes more to answer.</summary>
    public CachedAsset? Fresh(AssetKey asked, DateTimeOffset now)
    {
        if (store.Find(asked.Text) is not { IsKept: true } asset || asset.Key != asked.Text || !asset.IsFresh(now))
        {
            return null;
        }

        if (asset.IsDue(now) && !asset.IsQuiet(now) && !asset.IsBeingRenewed)
        {
            _ = RenewAsync(asked, asset);
        }

        return asset;
    }

    public async Task<CacheAnswer> GetAsync(AssetKey asked)
    {
        var askedAt = time.GetUtcNow();
        var passing = new Passing();
        var asset = await store.GetOrFetchAsync(asked, () => FirstAsync(asked, passing));
        var now = time.GetUtcNow();
        if (asset.Failure is { Error: not AttemptError.None } failure && asset.MadeAt >= askedAt)
        {
            return new(null, MetricTags.Miss, failure);
        }

        if (asset.Key == asked.Text && asset.IsFresh(now))
        {
            return Given(asset, passing);
        }

        // One under another's key is somebody's who can write to the shared cache.
        if (asset.Key != asked.Text || !asset.MayBeStale(now, options.StaleIfError))
        {
            return asset.IsQuiet(now) ? Given(null, passing) : Given(await RenewAsync(asked, asset, passing), passing);
        }

        if (asset.IsQuiet(now))
        {
            return Stale(asked, asset, now);
        }

        var renewal = RenewAsync(asked, asset, passing);
        if (!asset.MayBeGivenWhileRenewed(now))
        {
            await ((Task)renewal).WaitAsync(Wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (renewal.IsCompleted && await renewal is { } renewed)
        {
            return Given(renewed, passing);
        }

        if (!asset.MayBeGivenWhileRenewed(now))
        {
            asset.KeepQuiet(now + Pause);
        }

        return Stale(asked, asset, now);
    }

    /// <summary>Forgets what is kept of a target: a request that may have changed it was answered without an error (RFC 9111, 4.4).</summary>
    public Task ForgetAsync(string target) => store.RemoveAllAsync(target);

    public void Dispose()
    {
        _isStopped = true;
        store.Dispose();
    }

    private static CacheAnswer Given(CachedAsset? asset, Passing passing) =>
        asset is { IsKept: true } ? new(asset, MetricTags.Miss) : new(passing.Answer, MetricTags.Pass);

    private CacheAnswer Stale(AssetKey asked, CachedAsset asset, DateTimeOffset now)
    {
        if (!asset.MayBeGivenWhileRenewed(now) && _stale.IsDue(out var count))
        {
            logger.StaleGiven(count, asked.Route.Kind, now - asset.MadeAt, _lastFailure);
        }

        return new(asset, MetricTags.Stale);
    }

    private async Task<CachedAsset> FirstAsync(AssetKey asked, Passing passing)
    {
        var fetched = await fetcher.FetchAsync(asked, known: null);
        passing.Answer = fetched.Passing;
        return fetched.Asset ?? Nothing(asked, fetched.Failure);
    }

    private Task<CachedAsset?> RenewAsync(AssetKey asked, CachedAsset old, Passing? passing = null) => old.RenewAsync(time.GetUtcNow(), async () =>
    {
        try
        {
            return await NextAsync(asked, old, passing);
        }
        catch (ObjectDisposedException) when (_isStopped)
        {
            // It has outlived the app; behind a hit nobody would look at what it ends with.
            return null;
        }
    });

    private async Task<CachedAsset?> NextAsync(AssetKey asked, CachedAsset old, Passing? passing)
    {
        // Another server may have been here.
        if (store.IsShared && await store.FindSharedAsync(asked.Text) is { } shared && shared.Key == asked.Text && shared.IsFresh(time.GetUtcNow())
            && shared.MadeAt > old.MadeAt)
        {
            await store.SetAsync(asked, shared, isShared: true);
            return shared;
        }

        var fetched = await fetcher.FetchAsync(asked, old.Key == asked.Text ? old : null);
        if (fetched.Asset is { } asset)
        {
            await store.SetAsync(asked, asset);
            return asset;
        }

        if (fetched.Failure is { } failure)
        {
            _lastFailure = failure.Text;
            old.KeepQuiet(time.GetUtcNow() + Pause);
            return null;
        }

        // PostHog has spoken: it is gone, or not for everybody any more.
        passing?.Answer = fetched.Passing;
        await store.RemoveAsync(asked.Text);
        var nothing = Nothing(asked, failure: null);
        await store.SetAsync(asked, nothing);
        return nothing;
    }

    private CachedAsset Nothing(AssetKey asked, FetchFailure? failure) => CachedAsset.Nothing(asked.Text, time.GetUtcNow(), Pause, failure);

    /// <summary>
    /// An answer that is none to keep goes to the one visitor whose request has brought it; to ask PostHog for it again would cost a second request.
    /// </summary>
    private sealed class Passing
    {
        public CachedAsset? Answer { get; set; }
    }
}
