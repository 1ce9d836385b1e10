using Microsoft.Extensions.Caching.Distributed;

namespace PostHogProxy;

/// <summary>
/// How the proxy caches PostHog's scripts and remote config, <c>/static/*</c> and <c>/array/*</c>. One request to PostHog serves all
/// visitors, and the SDK still loads while PostHog is down.
/// </summary>
/// <example>
/// <code>
/// "PostHogProxy": {
///   "AssetCache": { "MaximumBytes": 33554432, "StaleIfError": "2.00:00:00" }
/// }
/// </code>
/// </example>
public sealed class AssetCacheOptions
{
    /// <summary>Whether the proxy caches scripts and remote config. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The most memory that the cached answers of one proxy use, in bytes. Default 64 MiB, at least 64 KiB. The least used answers are
    /// removed first.
    /// </summary>
    public long MaximumBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The largest answer that is cached, in bytes. Default 8 MiB. Larger answers come from PostHog every time.</summary>
    public long MaximumEntryBytes { get; set; } = 8L * 1024 * 1024;

    /// <summary>
    /// How long an answer without a lifetime of its own is cached. PostHog's ingest host sends such answers. Default 5 minutes, which is
    /// the lifetime that PostHog's assets host sends. With zero, such answers aren't cached.
    /// </summary>
    public TimeSpan FallbackDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an expired answer is still served while PostHog can't be reached, is too slow or answers 5xx. Default 1 day. With zero,
    /// expired answers aren't served.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// A cache that several servers share, such as <c>RedisCache</c>, so that all of them ask PostHog only once. None by default, and never
    /// the cache that the app registers for itself. Everyone who can write to it can run script in every visitor's browser.
    /// </summary>
    /// <example>
    /// <code>
    /// options.AssetCache.DistributedCache = new RedisCache(new RedisCacheOptions { Configuration = "redis.internal:6379" });
    /// </code>
    /// </example>
    public IDistributedCache? DistributedCache { get; set; }

    /// <summary>What an answer takes beside its body: headers, the longest key and the entry itself. A flood of empty answers must count too.</summary>
    internal const int Overhead = 3072;

    /// <summary>What an answer may have at most so that there is room for it.</summary>
    internal long LargestKept => Math.Min(MaximumEntryBytes, Math.Min(MaximumBytes - Overhead, int.MaxValue / 2));

    internal bool IsSameAs(AssetCacheOptions other) =>
        Enabled == other.Enabled && MaximumBytes == other.MaximumBytes && MaximumEntryBytes == other.MaximumEntryBytes
        && FallbackDuration == other.FallbackDuration && StaleIfError == other.StaleIfError;
}
