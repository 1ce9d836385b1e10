using Microsoft.Extensions.Caching.Distributed;

namespace PostHogProxy;

/// <summary>
/// How the proxy keeps PostHog's scripts and remote config, <c>/static/*</c> and <c>/array/*</c>: one request to PostHog serves all visitors,
/// and the SDK still loads while PostHog is down.
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
    /// <summary>Whether scripts and remote config are kept at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How many bytes the answers kept in memory may add up to, for each proxy. Default 64 MiB, at least 64 KiB. The least used go first.
    /// </summary>
    public long MaximumBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The largest answer that is kept, in bytes. Default 8 MiB; what is larger goes through every time.</summary>
    public long MaximumEntryBytes { get; set; } = 8L * 1024 * 1024;

    /// <summary>
    /// How long an answer holds that does not say so itself, as PostHog's ingest host leaves it open. Default 5 minutes, what PostHog's assets
    /// host says; zero keeps no such answer.
    /// </summary>
    public TimeSpan FallbackDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an answer that has run out is still given while PostHog cannot be reached, is too slow or answers 5xx. Default 1 day; zero
    /// gives none.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// A cache that several servers share, such as <c>RedisCache</c>, so that a farm asks PostHog once. Default none: it is never the one that
    /// the app has registered for itself. Whoever can write to it can run script in the browser of every visitor.
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
