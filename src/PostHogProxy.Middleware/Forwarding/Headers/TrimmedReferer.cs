using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>
/// The referring page as its origin only. Same-origin scripts and beacons carry the full URL, with password-reset tokens and OAuth
/// codes in it; talking to PostHog directly, the browser would have sent the origin and no more.
/// </summary>
internal static class TrimmedReferer
{
    /// <summary>Scheme with its slashes, and host with its port; false where there is none to tell.</summary>
    public static bool TryRead(StringValues referer, out ReadOnlySpan<char> scheme, out ReadOnlySpan<char> host)
    {
        scheme = host = [];
        if (referer.Count != 1 || referer[0] is not { Length: > 0 } text)
        {
            return false;
        }

        var start = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : 0;
        if (start == 0)
        {
            return false;
        }

        scheme = text.AsSpan(0, start);
        host = text.AsSpan(start);
        if (host.IndexOfAny("/?#\\") is var end and >= 0)
        {
            host = host[..end];
        }

        // User and password of a URL are not part of an origin.
        host = host[(host.LastIndexOf('@') + 1)..];
        return !host.IsEmpty;
    }
}
