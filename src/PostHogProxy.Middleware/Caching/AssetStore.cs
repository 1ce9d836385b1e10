using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;
using PostHogProxy.Rules.Routes;
using ZiggyCreatures.Caching.Fusion;

namespace PostHogProxy.Caching;

/// <summary>
/// Where the answers are: in memory, bounded by bytes, and where the team has named one in a cache that several servers share. FusionCache sees
/// to it that one caller fetches and the others wait. Whether an answer is fresh is judged elsewhere, by a clock that tests can set: here it
/// stays for as long as it could be of any use.
/// </summary>
internal sealed class AssetStore : IDisposable
{
    // Without it, a second level that hangs would make every page of a starting server wait.
    private static readonly TimeSpan SharedTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SharedPause = TimeSpan.FromSeconds(10);

    private static readonly FusionCacheEntryOptions FromMemory = new() { SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true };

    private static readonly FusionCacheEntryOptions FromShared = Shared(new() { SkipMemoryCacheRead = true, Duration = TimeSpan.FromMinutes(5) });

    private readonly MemoryCache _memory;
    private readonly FusionCache _cache;
    private readonly AssetCacheOptions _options;
    private readonly TimeProvider _time;

    public AssetStore(AssetCacheOptions options, string map, ILogger logger, TimeProvider time)
    {
        _options = options;
        _time = time;
        _memory = new(new MemoryCacheOptions { SizeLimit = options.MaximumBytes, CompactionPercentage = 0.1 });

        // Its own log lines would carry keys, and so tokens. No tags are used; it would ask for them at every hit.
        _cache = new(
            new FusionCacheOptions
            {
                CacheName = "PostHogProxy",
                DisableTagging = true,
                EnableAutoRecovery = false,
                DistributedCacheCircuitBreakerDuration = SharedPause,
            },
            _memory);
        if (options.DistributedCache is not { } shared)
        {
            return;
        }

        _cache.SetupDistributedCache(new SharedAssets(shared, map), new AssetSerializer(options.LargestKept, time));
        _cache.Events.Distributed.CircuitBreakerChange += (_, change) =>
        {
            if (!change.IsClosed)
            {
                logger.SharedCacheFails();
            }
        };
    }

    public bool IsShared => _options.DistributedCache is not null;

    /// <summary>What is in memory; null where nothing is.</summary>
    public CachedAsset? Find(string key) => _cache.TryGet<CachedAsset>(key, FromMemory).GetValueOrDefault(null!);

    /// <summary>What other servers have put there; null where nothing is.</summary>
    public async ValueTask<CachedAsset?> FindSharedAsync(string key) =>
        (await _cache.TryGetAsync<CachedAsset>(key, FromShared)).GetValueOrDefault(null!);

    /// <summary>
    /// What is in memory or shared; else what <paramref name="fetch"/> brings, which runs once however many ask, and does not end with
    /// the one who came first.
    /// </summary>
    public ValueTask<CachedAsset> GetOrFetchAsync(AssetKey asked, Func<Task<CachedAsset>> fetch) => _cache.GetOrSetAsync<CachedAsset>(
        asked.Text,
        async (entry, _) =>
        {
            var asset = await fetch();
            entry.Options = For(asset, asked);
            return asset;
        },
        options: Shared(new() { Size = AssetCacheOptions.Overhead, Duration = TimeSpan.FromMinutes(5), Priority = PriorityOf(asked, isKept: true) }));

    /// <param name="asked">Whose answer it is.</param>
    /// <param name="asset">The answer.</param>
    /// <param name="isShared">Whether the shared cache has it already.</param>
    public ValueTask SetAsync(AssetKey asked, CachedAsset asset, bool isShared = false) => _cache.SetAsync(asked.Text, asset, For(asset, asked, isShared));

    /// <summary>
    /// Removes what is here of a target, in all encodings and for all pages, and from the shared cache what is here or is for all pages.
    /// </summary>
    public async Task RemoveAllAsync(string target)
    {
        foreach (var key in _memory.Keys.OfType<string>().Where(key => key.EndsWith(target, StringComparison.Ordinal)).Concat(AssetKey.ForAllPages(target)))
        {
            await RemoveAsync(key);
        }
    }

    public ValueTask RemoveAsync(string key) => _cache.RemoveAsync(key, FromShared);

    public void Dispose()
    {
        _cache.Dispose();
        _memory.Dispose();
    }

    private FusionCacheEntryOptions For(CachedAsset asset, AssetKey asked, bool isShared = false)
    {
        var left = asset.Terms.Lifetime - (_time.GetUtcNow() - asset.MadeAt)
            + (asset.IsKept ? asset.Terms.LongestStale(_options.StaleIfError) : TimeSpan.Zero);
        return Shared(new()
        {
            Duration = left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1),
            Size = asset.Body.Length + AssetCacheOptions.Overhead,
            Priority = PriorityOf(asked, asset.IsKept),
            SkipDistributedCacheWrite = isShared || !asset.IsKept,
        });
    }

    // Anybody can make up pages, versions and files: what they bring in goes before the scripts that every page loads.
    private static CacheItemPriority PriorityOf(AssetKey asked, bool isKept) =>
        !isKept || asked.Route.Kind == RouteKind.RemoteConfig || asked.Target.PathLength < asked.Target.Value.Length
            ? CacheItemPriority.Low
            : CacheItemPriority.Normal;

    private static FusionCacheEntryOptions Shared(FusionCacheEntryOptions options)
    {
        options.DistributedCacheHardTimeout = SharedTimeout;
        options.AllowBackgroundDistributedCacheOperations = true;

        // What cannot be read is as if it were not there.
        options.ReThrowSerializationExceptions = false;
        return options;
    }
}
