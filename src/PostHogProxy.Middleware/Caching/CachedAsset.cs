using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

/// <summary>
/// One answer of PostHog's as it came, in one encoding, with its header values ready to be written. An answer without a body says that this
/// is nothing to keep: who asks goes to PostHog.
/// </summary>
internal sealed class CachedAsset(string key, AssetHeaders headers, ReadOnlySequence<byte>? body, DateTimeOffset madeAt, StorageTerms terms)
{
    private static readonly string[] FirstAges = [.. Enumerable.Range(0, 600).Select(Text)];

    private readonly Lock _gate = new();
    private Task<CachedAsset?>? _renewal;
    private long _quietUntil;

    public string Key { get; } = key;

    public AssetHeaders Headers { get; } = headers;

    public bool IsKept { get; } = body is not null;

    public ReadOnlySequence<byte> Body { get; } = body ?? default;

    /// <summary>When PostHog made it; the cache of a CDN in between may have had it for a while.</summary>
    public DateTimeOffset MadeAt { get; } = madeAt;

    public StorageTerms Terms { get; } = terms;

    /// <summary>The host it was fetched from by this server.</summary>
    public Upstream? Source { get; init; }

    /// <summary>Why there is nothing to keep, where PostHog could not be reached.</summary>
    public FetchFailure? Failure { get; init; }

    /// <summary>What PostHog answered instead, for the one who takes it first. It is never in the store.</summary>
    public UnkeptAnswer? Unkept { get; init; }

    /// <summary>Nothing to keep, for a while.</summary>
    public static CachedAsset Nothing(string key, DateTimeOffset now, TimeSpan duration, FetchFailure? failure, UnkeptAnswer? unkept = null) =>
        new(key, AssetHeaders.None, body: null, now, new(duration, TimeSpan.Zero, MustRevalidate: true)) { Failure = failure, Unkept = unkept };

    public bool IsFresh(DateTimeOffset now) => now - MadeAt < Terms.Lifetime;

    /// <summary>Whether it is so near its end that a new one should be on its way, so that nobody has to wait for it.</summary>
    public bool IsDue(DateTimeOffset now) => IsKept && now - MadeAt >= Terms.Lifetime * 0.8;

    /// <summary>Whether it may be given although it has run out, as PostHog fails or allows it.</summary>
    public bool MayBeStale(DateTimeOffset now, TimeSpan staleIfError) => IsKept && now - MadeAt < Terms.Lifetime + Terms.LongestStale(staleIfError);

    public bool MayBeGivenWhileRenewed(DateTimeOffset now) =>
        IsKept && !Terms.MustRevalidate && now - MadeAt < Terms.Lifetime + Terms.StaleWhileRevalidate;

    public StringValues Age(DateTimeOffset now)
    {
        var seconds = (long)Math.Clamp((now - MadeAt).TotalSeconds, 0, DeltaSeconds.Largest);
        return seconds < FirstAges.Length ? FirstAges[seconds] : seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether PostHog has just failed; then nobody is made to wait for the same again.</summary>
    public bool IsQuiet(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _quietUntil);

    public void KeepQuiet(DateTimeOffset until) => Volatile.Write(ref _quietUntil, until.UtcTicks);

    public bool IsBeingRenewed => Volatile.Read(ref _renewal) is { IsCompleted: false };

    /// <summary>Begins to fetch a new one, or joins who has begun. Null comes of it where PostHog fails.</summary>
    public Task<CachedAsset?> RenewAsync(DateTimeOffset now, Func<Task<CachedAsset?>> fetch)
    {
        lock (_gate)
        {
            if (_renewal is { IsCompleted: false } || (_renewal is { IsCompletedSuccessfully: true, Result: { } renewed } && renewed.IsFresh(now)))
            {
                return _renewal;
            }

            // It belongs to no visitor: its activity and its context are not those of whoever came first.
            using (ExecutionContext.SuppressFlow())
            {
                return _renewal = Task.Run(fetch);
            }
        }
    }

    /// <summary>The same body for another while: PostHog says that it has not changed.</summary>
    public CachedAsset Renewed(AssetHeaders headers, DateTimeOffset madeAt, StorageTerms terms, Upstream source) =>
        new(Key, headers, Body, madeAt, terms) { Source = source };

    /// <summary>A tag for an answer that came without one.</summary>
    public static string TagOf(ReadOnlySequence<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in body)
        {
            hash.AppendData(piece.Span);
        }

        return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}\"";
    }

    private static string Text(int seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
