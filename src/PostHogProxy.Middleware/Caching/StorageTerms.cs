using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

/// <summary>What an answer says of its keeping: RFC 9111, and the window of RFC 5861.</summary>
/// <param name="Lifetime">How long it holds from when it was made.</param>
/// <param name="StaleWhileRevalidate">How long after that it may be given while a new one is fetched.</param>
/// <param name="MustRevalidate">Whether it may never be given once it has run out, not even while PostHog is down.</param>
internal readonly record struct StorageTerms(TimeSpan Lifetime, TimeSpan StaleWhileRevalidate, bool MustRevalidate)
{
    // The longest that any cache needs to take for serious.
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary>Null where the answer may not be kept.</summary>
    /// <param name="headers">What it says, with all that was said of it before where PostHog says that it has not changed.</param>
    /// <param name="age">How long somebody on the way has had it.</param>
    /// <param name="receivedAt">When it was asked for.</param>
    /// <param name="kind">What was asked for.</param>
    /// <param name="fallbackDuration">How long it holds where it does not say so.</param>
    public static StorageTerms? Of(AssetHeaders headers, TimeSpan age, DateTimeOffset receivedAt, RouteKind kind, TimeSpan fallbackDuration)
    {
        // A value that cannot be read forbids nothing and allows nothing: it is not kept.
        if (!VaryNames.AreInTheKey(headers.Vary.ToString(), kind) || CacheDirectives.Of(headers.CacheControl) is not { ForbidsKeeping: false } said)
        {
            return null;
        }

        var lifetime = Least(said.SharedMaxAge ?? said.MaxAge ?? Expires(headers, receivedAt) ?? fallbackDuration, LongestLifetime);

        // s-maxage alone implies must-revalidate too by the letter; a CDN's setting must not take the SDK away during an outage.
        return lifetime <= age
            ? null
            : new(lifetime, Least(said.StaleWhileRevalidate ?? TimeSpan.Zero, LongestLifetime), said.MustRevalidate);
    }

    /// <summary>How long after its end an answer may be of use.</summary>
    /// <param name="staleIfError">How long the team wants it while PostHog fails.</param>
    public TimeSpan LongestStale(TimeSpan staleIfError) =>
        MustRevalidate ? TimeSpan.Zero : staleIfError > StaleWhileRevalidate ? staleIfError : StaleWhileRevalidate;

    // "Expires: 0" cannot be read, and means that it has run out. Both times are PostHog's: its clock need not be this server's.
    private static TimeSpan? Expires(AssetHeaders headers, DateTimeOffset receivedAt) =>
        headers.Expires is null ? null
        : HttpDate.Of(headers.Expires, receivedAt) is { } expires ? expires - (HttpDate.Of(headers.Date, receivedAt) ?? receivedAt)
        : TimeSpan.Zero;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
