using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;
using ZiggyCreatures.Caching.Fusion;

namespace PostHogProxy.Caching;

/// <summary>
/// Where the answers are: in memory, bounded by bytes, and where the team names one in a cache that several servers share. Whether an answer is
/// fresh is judged elsewhere. FusionCache stands between this server and the shared cache: it limits the wait, stops asking a cache that
/// fails, and writes behind the visitor's answer.
/// </summary>
internal sealed class AssetStore : IDisposable
{
    // Without it, a second level that hangs would make every page of a starting server wait.
    private static readonly TimeSpan SharedTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SharedPause = TimeSpan.FromSeconds(10);

    private static readonly FusionCacheEntryOptions Reading = Shared(TimeSpan.FromMinutes(5));

    private readonly AssetMemory _memory;
    private readonly FusionCache? _shared;
    private readonly AssetCacheOptions _options;
    private readonly TimeProvider _time;

    public AssetStore(AssetCacheOptions options, string map, ILogger logger, TimeProvider time)
    {
        _options = options;
        _time = time;
        _memory = new(options, time);
        if (options.DistributedCache is not { } shared)
        {
            return;
        }

        // Its own log lines would carry keys, and so tokens. No tags are used; it would ask for them at every read.
        _shared = new(new FusionCacheOptions
        {
            CacheName = "PostHogProxy",
            DisableTagging = true,
            EnableAutoRecovery = false,
            DistributedCacheCircuitBreakerDuration = SharedPause,
        });
        _shared.SetupDistributedCache(new SharedAssets(shared, map), new AssetSerializer(options.LargestKept, time));
        _shared.Events.Distributed.CircuitBreakerChange += (_, change) =>
        {
            if (!change.IsClosed)
            {
                logger.SharedCacheFails();
            }
        };
    }

    /// <summary>The bytes in memory that are kept and those that are set aside.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>How many answers are in memory.</summary>
    public int Count => _memory.Count;

    /// <summary>What is in memory; null where nothing is.</summary>
    public CachedAsset? Find(string key) => _memory.TryFind(key, out var asset) ? asset : null;

    /// <summary>Counts a request for what is not in memory: what is asked for often finds room.</summary>
    public void Missed(string key) => _memory.Missed(key);

    /// <summary>Room for an answer on its way, none of it taken yet.</summary>
    public AssetRoom RoomFor(AssetKey asked) => new(_memory, asked.Text, asked.IsEverybodys);

    /// <summary>What other servers have put there; null where nothing is, or where there is no room to read it into.</summary>
    public async ValueTask<CachedAsset?> FindSharedAsync(AssetKey asked, AssetRoom room)
    {
        // Nobody says before how large it is.
        if (_shared is null || !room.TryTake(_options.LargestKept))
        {
            return null;
        }

        var found = (await _shared.TryGetAsync<CachedAsset>(asked.Text, Reading)).GetValueOrDefault(null!);
        room.GiveBack(_options.LargestKept);

        // One under another's key is somebody's who can write to the shared cache.
        return found?.Key == asked.Text ? found : null;
    }

    /// <summary>Keeps it in memory only.</summary>
    public void Keep(CachedAsset asset) => _memory.Set(asset);

    /// <summary>Takes it out of memory only.</summary>
    public void Forget(string key) => _memory.Remove(key);

    /// <param name="asset">The answer.</param>
    /// <param name="room">The room that was taken for it.</param>
    /// <param name="isShared">Whether the shared cache has it already.</param>
    public ValueTask SetAsync(CachedAsset asset, AssetRoom room, bool isShared = false)
    {
        room.Keep(asset);
        return _shared is null || isShared || !asset.IsKept ? default : _shared.SetAsync(asset.Key, asset, Shared(UsefulFor(asset)));
    }

    /// <summary>
    /// Removes what is here of a target, in all encodings and for all pages, and from the shared cache what is here or is for all pages.
    /// </summary>
    public async Task RemoveAllAsync(string target)
    {
        foreach (var key in _memory.Keys.Where(key => key.EndsWith(target, StringComparison.Ordinal)).Concat(AssetKey.ForAllPages(target)).ToArray())
        {
            await RemoveAsync(key);
        }
    }

    public ValueTask RemoveAsync(string key)
    {
        Forget(key);
        return _shared is null ? default : _shared.RemoveAsync(key, Reading);
    }

    public void Dispose() => _shared?.Dispose();

    private TimeSpan UsefulFor(CachedAsset asset)
    {
        var left = asset.Terms.Lifetime - (_time.GetUtcNow() - asset.MadeAt) + asset.Terms.LongestStale(_options.StaleIfError);
        return left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
    }

    private static FusionCacheEntryOptions Shared(TimeSpan duration) => new()
    {
        Duration = duration,
        SkipMemoryCacheRead = true,
        SkipMemoryCacheWrite = true,
        DistributedCacheHardTimeout = SharedTimeout,
        AllowBackgroundDistributedCacheOperations = true,

        // What cannot be read is as if it were not there.
        ReThrowSerializationExceptions = false,
    };
}
