using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text;
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
    private static readonly FrozenDictionary<string, PassingHeader> Kept = new[]
    {
        // The body and what it is.
        HeaderNames.ContentType, HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentRange,
        HeaderNames.ContentLanguage, HeaderNames.LastModified, HeaderNames.Expires,

        // How long it holds, and for whom.
        HeaderNames.AcceptRanges, HeaderNames.CacheControl, HeaderNames.ETag, HeaderNames.Age, HeaderNames.Vary,

        // When the SDK may ask again: it waits at least that long.
        HeaderNames.RetryAfter,

        // PostHog mirrors the origin and allows credentials.
        HeaderNames.AccessControlAllowOrigin, HeaderNames.AccessControlAllowCredentials, HeaderNames.AccessControlAllowMethods,
        HeaderNames.AccessControlAllowHeaders, HeaderNames.AccessControlExposeHeaders, HeaderNames.AccessControlMaxAge,
    }.Select(static (name, index) => new PassingHeader(name, 1u << index, DescribesContent: index < 7))
        .ToFrozenDictionary(static header => header.Name, StringComparer.OrdinalIgnoreCase);

    // Others of the kind are made up as pages need them.
    private const string CrossOriginPrefix = "Access-Control-";

    private const int LongestName = 64;

    /// <summary>Copies what passes. Where the body stays here, nothing that describes one goes without it.</summary>
    public static void Copy(UpstreamAnswer from, HttpContext context, bool withContent)
    {
        from.CopyHeaders(context.Response.Headers, withContent, CrossOrigin.AppAnswers(context));

        // Scripts come through the team's own origin: a browser must not guess what a body is.
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>The header with this name in bytes, if it passes.</summary>
    public static PassingHeader? Find(ReadOnlySpan<byte> name, bool appAnswersCors)
    {
        Span<char> text = stackalloc char[LongestName];
        if (name.Length > LongestName || Ascii.ToUtf16(name, text, out var length) != OperationStatus.Done)
        {
            return null;
        }

        text = text[..length];
        var isCrossOrigin = text.StartsWith(CrossOriginPrefix, StringComparison.OrdinalIgnoreCase);
        return isCrossOrigin && appAnswersCors ? null
            : Kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known) ? known
            : isCrossOrigin ? new(text.ToString(), Bit: 1u << 31, DescribesContent: false)
            : null;
    }

    private static bool Passes(ReadOnlySpan<char> name, bool appAnswersCors) =>
        name.StartsWith(CrossOriginPrefix, StringComparison.OrdinalIgnoreCase)
            ? !appAnswersCors
            : Kept.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

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

    public static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, bool appAnswersCors)
    {
        foreach (var (name, values) in from)
        {
            if ((Passes(name, appAnswersCors)) && IsPlain(values))
            {
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            }
        }
    }
}

/// <summary>A header of PostHog's that reaches the browser.</summary>
/// <param name="Name">As it is written here.</param>
/// <param name="Bit">Its own in a set of such headers.</param>
/// <param name="DescribesContent">Whether it says something of the body, and goes nowhere without it.</param>
internal sealed record PassingHeader(string Name, uint Bit, bool DescribesContent);
