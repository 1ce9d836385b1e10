using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Forwarding;

/// <summary>
/// What of PostHog's answer reaches the browser. Its cookies, HSTS, Location and policies would be taken as the team's own, so only
/// what is on this list passes.
/// </summary>
internal static class ResponseHeaders
{
    private static readonly FrozenSet<string> Kept = new[]
    {
        // The body and what it is.
        HeaderNames.ContentType, HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentRange,
        HeaderNames.ContentLanguage, HeaderNames.AcceptRanges,

        // How long it holds, and for whom.
        HeaderNames.CacheControl, HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.Expires, HeaderNames.Age, HeaderNames.Vary,

        // When the SDK may ask again: it waits at least that long.
        HeaderNames.RetryAfter,

        // Cross-origin pages, where the proxy is on a host of its own.
        HeaderNames.AccessControlAllowOrigin, HeaderNames.AccessControlAllowCredentials, HeaderNames.AccessControlAllowHeaders,
        HeaderNames.AccessControlAllowMethods, HeaderNames.AccessControlExposeHeaders, HeaderNames.AccessControlMaxAge,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static void Copy(HttpResponseMessage from, IHeaderDictionary to)
    {
        Copy(from.Headers.NonValidated, to);
        Copy(from.Content.Headers.NonValidated, to);

        // Scripts come through the team's own origin: a browser must not guess what a body is.
        to.XContentTypeOptions = "nosniff";
    }

    /// <summary>The same for an answer whose body stays here: nothing that describes a body may go without it.</summary>
    public static void CopyWithoutContent(HttpResponseMessage from, IHeaderDictionary to)
    {
        Copy(from.Headers.NonValidated, to);
        to.XContentTypeOptions = "nosniff";
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (Kept.Contains(name))
            {
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            }
        }
    }
}
