using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Responses;

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

    // PostHog mirrors the origin and allows credentials.
    private const string CrossOriginPrefix = "Access-Control-";

    public static void Copy(HttpResponseMessage from, HttpContext context)
    {
        var appAnswersCors = CrossOrigin.AppAnswers(context);
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
        Copy(from.Headers.NonValidated, context.Response.Headers, CrossOrigin.AppAnswers(context));
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>Whether the server can write a value: it throws where one is not ASCII, and an event would be lost for a header.</summary>
    public static bool IsPlain(string? value) => value is null || !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool IsPlain(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            if (!IsPlain(value))
            {
                return false;
            }
        }

        return true;
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, bool appAnswersCors)
    {
        foreach (var (name, values) in from)
        {
            if ((Kept.Contains(name) || (!appAnswersCors && name.StartsWith(CrossOriginPrefix, StringComparison.OrdinalIgnoreCase))) && IsPlain(values))
            {
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            }
        }
    }
}
