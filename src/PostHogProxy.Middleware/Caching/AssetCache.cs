using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding;
using PostHogProxy.Responses;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Caching;

/// <summary>What the cache has for a request.</summary>
/// <param name="Asset">The answer; null where the request goes to PostHog itself.</param>
/// <param name="Result">How it came, as the metric names it.</param>
/// <param name="Failure">Why PostHog could not be reached for this very request: to ask it once more would only take as long again.</param>
/// <param name="Unkept">PostHog's answer, where it cannot be kept and this request is the one that gets it. The caller disposes it.</param>
internal readonly record struct CacheAnswer(CachedAsset? Asset, string Result, FetchFailure? Failure = null, UnkeptAnswer? Unkept = null);

/// <summary>
/// Decides which answer holds: a fresh one at once, and near its end a new one is fetched behind it; one that has run out is renewed while the
/// visitor waits a little, and given nonetheless where PostHog fails.
/// </summary>
internal sealed class AssetCache(AssetStore store, AssetSource source, AssetCacheOptions options, ILogger logger, TimeProvider time)
    : IKeptAnswers, IDisposable
{
    // A page waits this long for a newer script than the one that is here.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly PendingFetches _pending = new();
    private readonly Throttle _stale = new(time);
    private volatile bool _isStopped;

    public static AssetCache Create(AssetCacheOptions options, string map, AssetFetcher fetcher, ILogger logger, TimeProvider time)
    {
        var store = new AssetStore(options, map, logger, time);
        return new(store, new AssetSource(store, fetcher, options.StaleIfError, time), options, logger, time);
    }

    /// <summary>A fresh answer that is in memory; null where it takes more to answer.</summary>
    public CachedAsset? Fresh(AssetKey asked, DateTimeOffset now)
    {
        if (store.Find(asked.Text) is not { IsKept: true } asset || !asset.IsFresh(now))
        {
            return null;
        }

        if (asset.IsDue(now) && !asset.IsQuiet(now) && !asset.IsBeingRenewed)
        {
            _ = DropUnkeptAsync(RenewAsync(asked, asset));
        }

        return asset;
    }

    /// <exception cref="OperationCanceledException">The visitor has left.</exception>
    public async Task<CacheAnswer> GetAsync(AssetKey asked, CancellationToken visitor)
    {
        var now = time.GetUtcNow();
        if (store.Find(asked.Text) is not { } asset)
        {
            store.Missed(asked.Text);
            return await FirstAsync(asked, known: null, visitor);
        }

        if (asset.IsFresh(now))
        {
            return Given(asset);
        }

        if (!asset.MayBeStale(now, options.StaleIfError))
        {
            return asset.IsQuiet(now) ? Given(null) : await FirstAsync(asked, asset, visitor);
        }

        return await StaleOrRenewedAsync(asked, asset, now);
    }

    /// <summary>How much is in memory: answers, their bytes, and how many there may be.</summary>
    public (int Answers, long Bytes, long MaximumBytes) Content => (store.Count, store.Bytes, options.MaximumBytes);

    /// <inheritdoc/>
    public Task ForgetAsync(string target) => store.RemoveAllAsync(target);

    public void Dispose()
    {
        _isStopped = true;
        store.Dispose();
    }

    private static CacheAnswer Given(CachedAsset? asset) =>
        asset is { IsKept: true } ? new(asset, MetricTags.Miss) : new(null, MetricTags.Pass);

    private async Task<CacheAnswer> StaleOrRenewedAsync(AssetKey asked, CachedAsset asset, DateTimeOffset now)
    {
        if (asset.IsQuiet(now))
        {
            return Stale(asked, asset, now);
        }

        var renewal = RenewAsync(asked, asset);
        if (!asset.MayBeGivenWhileRenewed(now))
        {
            await ((Task)renewal).WaitAsync(Wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (renewal.IsCompleted && await renewal is { } renewed)
        {
            return renewed.Unkept?.TryTake() == true ? new(null, MetricTags.Pass, Unkept: renewed.Unkept) : Given(renewed);
        }

        _ = DropUnkeptAsync(renewal);

        if (!asset.MayBeGivenWhileRenewed(now))
        {
            asset.KeepQuiet(now + AssetSource.Pause);
        }

        return Stale(asked, asset, now);
    }

    // Nobody waits for what comes of it.
    private static async Task DropUnkeptAsync(Task<CachedAsset?> renewal)
    {
        if (await renewal is { Unkept: { } unkept } && unkept.TryTake())
        {
            unkept.Dispose();
        }
    }

    private CacheAnswer Stale(AssetKey asked, CachedAsset asset, DateTimeOffset now)
    {
        if (!asset.MayBeGivenWhileRenewed(now) && _stale.IsDue(out var count))
        {
            logger.StaleGiven(count, asked.Route.Kind, now - asset.MadeAt, source.LastFailure);
        }

        return new(asset, MetricTags.Stale);
    }

    // One request for all who wait; what cannot be kept is the answer of the first of them.
    private async Task<CacheAnswer> FirstAsync(AssetKey asked, CachedAsset? known, CancellationToken visitor)
    {
        var answer = await _pending.JoinAsync(
            asked.Text,
            nobodyWaits => source.FirstAsync(asked, known, nobodyWaits),
            static first => first.Unkept is not { } unkept ? ToCacheAnswer(first.Asset)
                : unkept.TryTake() ? new(null, MetricTags.Pass, Unkept: unkept)
                : new(null, MetricTags.Pass),
            visitor);
        var now = time.GetUtcNow();
        return answer.Asset is { } asset && !asset.IsFresh(now) && asset.MayBeStale(now, options.StaleIfError)
            ? await StaleOrRenewedAsync(asked, asset, now)
            : answer;
    }

    private static CacheAnswer ToCacheAnswer(CachedAsset? asset) =>
        asset?.Failure is { Error: not AttemptError.None } failure ? new(null, MetricTags.Miss, failure) : Given(asset);

    private Task<CachedAsset?> RenewAsync(AssetKey asked, CachedAsset old) => old.RenewAsync(time.GetUtcNow(), async () =>
    {
        try
        {
            return await source.NextAsync(asked, old);
        }
        catch (ObjectDisposedException) when (_isStopped)
        {
            // It has outlived the app; behind a hit nobody would look at what it ends with.
            return null;
        }
    });
}
