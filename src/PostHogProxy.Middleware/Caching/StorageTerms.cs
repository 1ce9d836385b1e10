using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Rules.Routes;
using CacheControlHeaderValue = System.Net.Http.Headers.CacheControlHeaderValue;

namespace PostHogProxy.Caching;

/// <summary>What an answer says of its keeping: RFC 9111, and the windows of RFC 5861.</summary>
/// <param name="Lifetime">How long it holds from when it was made.</param>
/// <param name="StaleWhileRevalidate">How long after that it may be given while a new one is fetched.</param>
/// <param name="MustRevalidate">Whether it may never be given once it has run out, not even while PostHog is down.</param>
internal readonly record struct StorageTerms(TimeSpan Lifetime, TimeSpan StaleWhileRevalidate, bool MustRevalidate)
{
    // The longest that any cache needs to take for serious.
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    /// <summary>Null where the answer may not be kept.</summary>
    public static StorageTerms? Of(HttpResponseMessage response, RouteKind kind, TimeSpan fallbackDuration)
    {
        if (!VariesByTheKeyOnly(response, kind) || Control(response.Headers) is not { } control
            || control.NoStore || control.NoCache || control.Private)
        {
            return null;
        }

        var lifetime = control.SharedMaxAge ?? control.MaxAge ?? Expires(response) ?? fallbackDuration;
        return lifetime <= (response.Headers.Age ?? TimeSpan.Zero)
            ? null
            : new(
                lifetime < LongestLifetime ? lifetime : LongestLifetime,
                Extension(control, "stale-while-revalidate"),

                // s-maxage alone implies it too by the letter; a CDN's setting must not take the SDK away during an outage.
                control.MustRevalidate || control.ProxyRevalidate);
    }

    // A value that cannot be read forbids nothing and allows nothing: it is not kept.
    private static CacheControlHeaderValue? Control(HttpResponseHeaders headers) =>
        headers.NonValidated.Contains(HeaderNames.CacheControl) ? headers.CacheControl : new();

    /// <summary>Whether every visitor with this key gets the same. Origin is never sent for a kept answer, so there is one variant of it.</summary>
    public static bool VariesByTheKeyOnly(HttpResponseMessage response, RouteKind kind)
    {
        if (!response.Headers.NonValidated.TryGetValues(HeaderNames.Vary, out var values))
        {
            return true;
        }

        foreach (var value in values)
        {
            foreach (var part in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var isKnown = part.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase)
                    || part.Equals(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase)
                    || (kind == RouteKind.RemoteConfig && part.Equals(HeaderNames.Referer, StringComparison.OrdinalIgnoreCase));
                if (!isKnown)
                {
                    return false;
                }
            }
        }

        return true;
    }

    // "Expires: 0" cannot be read, and means that it has run out.
    private static TimeSpan? Expires(HttpResponseMessage response) =>
        !response.Content.Headers.NonValidated.Contains(HeaderNames.Expires) ? null
        : response.Content.Headers.Expires is { } expires && response.Headers.Date is { } date ? expires - date
        : TimeSpan.Zero;

    private static TimeSpan Extension(CacheControlHeaderValue control, string name)
    {
        foreach (var extension in control.Extensions)
        {
            if (extension.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && int.TryParse(extension.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetime.TotalSeconds));
            }
        }

        return TimeSpan.Zero;
    }
}
