using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Forwarding;

/// <summary>
/// The referring page as its origin only. Same-origin scripts and beacons carry the full URL, with password-reset tokens and OAuth
/// codes in it; talking to PostHog directly, the browser would have sent the origin and no more.
/// </summary>
internal static class TrimmedReferer
{
    /// <summary>The origin with a slash, as browsers write it; null where there is none to tell.</summary>
    public static string? Of(StringValues referer)
    {
        if (referer.Count != 1 || referer[0] is not { Length: > 0 } text)
        {
            return null;
        }

        var scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : 0;
        if (scheme == 0)
        {
            return null;
        }

        var length = text.AsSpan(scheme).IndexOfAny("/?#\\");
        var host = length < 0 ? text.AsSpan(scheme) : text.AsSpan(scheme, length);

        // User and password of a URL are not part of an origin.
        host = host[(host.LastIndexOf('@') + 1)..];
        return host.IsEmpty ? null : string.Concat(text.AsSpan(0, scheme), host, "/");
    }
}
