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
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Cross-origin pages, where the proxy is on a host of its own. PostHog mirrors the origin and allows credentials.
    private const string CrossOrigin = "Access-Control-";

    // Set by the app's CORS middleware on a request that carries an Origin and has found its endpoint; routing itself looks for it.
    private const string CorsMiddlewareRan = "__CorsMiddlewareWithEndpointInvoked";

    public static void Copy(HttpResponseMessage from, HttpContext context)
    {
        var appAnswersCors = AppAnswersCors(context);
        Copy(from.Headers.NonValidated, context.Response.Headers, appAnswersCors);
        Copy(from.Content.Headers.NonValidated, context.Response.Headers, appAnswersCors);

        // Where an answer has both, the length is not that of the body (RFC 9112, 6.3).
        if (from.Headers.TransferEncodingChunked == true)
        {
            context.Response.Headers.ContentLength = null;
        }

        // Scripts come through the team's own origin: a browser must not guess what a body is.
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>The same for an answer whose body stays here: nothing that describes a body may go without it.</summary>
    public static void CopyWithoutContent(HttpResponseMessage from, HttpContext context)
    {
        Copy(from.Headers.NonValidated, context.Response.Headers, AppAnswersCors(context));
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, bool appAnswersCors)
    {
        foreach (var (name, values) in from)
        {
            if (Kept.Contains(name) || (!appAnswersCors && name.StartsWith(CrossOrigin, StringComparison.OrdinalIgnoreCase)))
            {
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            }
        }
    }

    // The team's policy is the one that counts, also where it says no. Items is made on first use: only cross-origin requests pay for it.
    private static bool AppAnswersCors(HttpContext context) =>
        context.Request.Headers.Origin.Count > 0 && context.Items.ContainsKey(CorsMiddlewareRan);
}
