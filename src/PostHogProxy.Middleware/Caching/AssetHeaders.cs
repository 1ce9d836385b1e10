using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using static PostHogProxy.Responses.ResponseHeaders;

namespace PostHogProxy.Caching;

/// <summary>
/// The headers of a kept answer, those of <see cref="Responses.ResponseHeaders"/> that speak of the whole of it. A list of what is kept:
/// cookies, HSTS and policies of PostHog's have no place here.
/// </summary>
internal sealed record AssetHeaders
{
    public static readonly AssetHeaders None = new();

    // What our own answer depends on in any case.
    private static readonly string OurVary = VaryOf(null);

    public string? ContentType { get; init; }

    public string? ContentEncoding { get; init; }

    public string? ContentLanguage { get; init; }

    public string? CacheControl { get; init; }

    public string? ETag { get; init; }

    /// <summary>Whether the tag is PostHog's, so that PostHog can be asked by it.</summary>
    public bool IsTaggedByPostHog { get; init; }

    public string? LastModified { get; init; }

    public string? Expires { get; init; }

    /// <summary>When PostHog wrote the answer; of a kept one there is always one (RFC 9110, 6.6.1).</summary>
    public string? Date { get; init; }

    /// <summary>PostHog's, and what our own answer depends on in any case.</summary>
    public StringValues Vary { get; init; }

    /// <summary>Null where a value cannot be written again: the server throws at what is not ASCII.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="receivedAt">When it came, where it does not say when it was written.</param>
    public static AssetHeaders? Of(HttpResponseMessage response, DateTimeOffset receivedAt)
    {
        var general = response.Headers.NonValidated;
        var content = response.Content.Headers.NonValidated;
        var tag = One(general, HeaderNames.ETag);
        var isTag = tag is not null && EntityTags.IsOne(tag);
        return new AssetHeaders
        {
            ContentType = One(content, HeaderNames.ContentType),
            ContentEncoding = EncodingOf(response),
            ContentLanguage = One(content, HeaderNames.ContentLanguage),
            CacheControl = One(general, HeaderNames.CacheControl),
            ETag = isTag ? tag : null,
            IsTaggedByPostHog = isTag,
            LastModified = One(content, HeaderNames.LastModified),
            Expires = One(content, HeaderNames.Expires),
            Date = One(general, HeaderNames.Date) is { } date && HttpDate.Of(date, receivedAt) is not null ? date : HttpDate.Text(receivedAt),
            Vary = VaryOf(One(general, HeaderNames.Vary)),
        }.Checked();
    }

    /// <summary>Null where the body is not encoded.</summary>
    public static string? EncodingOf(HttpResponseMessage response) =>
        One(response.Content.Headers.NonValidated, HeaderNames.ContentEncoding) is { } coding
        && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? coding
            : null;

    /// <summary>The same, or null where a value is not fit to be written to a browser.</summary>
    public AssetHeaders? Checked() =>
        IsPlain(ContentType) && IsPlain(ContentEncoding) && IsPlain(ContentLanguage) && IsPlain(CacheControl) && IsPlain(ETag)
        && IsPlain(LastModified) && IsPlain(Expires) && IsPlain(Date) && IsPlain(Vary)
            ? this
            : null;

    /// <summary>
    /// What a 304 says replaces what was said before (RFC 9111, 3.2). Of the tag and the encoding it says nothing: they belong to the body that is here.
    /// </summary>
    public AssetHeaders UpdatedBy(AssetHeaders said) => this with
    {
        ContentType = said.ContentType ?? ContentType,
        ContentLanguage = said.ContentLanguage ?? ContentLanguage,
        CacheControl = said.CacheControl ?? CacheControl,
        LastModified = said.LastModified ?? LastModified,
        Expires = said.Expires ?? Expires,
        Date = said.Date ?? Date,
        Vary = said.Vary == OurVary ? Vary : said.Vary,
    };

    // The encoding is part of the key, and the origin is mirrored to whoever asks from another.
    private static string VaryOf(string? vary)
    {
        var whole = vary ?? "";
        foreach (var name in (ReadOnlySpan<string>)[HeaderNames.AcceptEncoding, HeaderNames.Origin])
        {
            if (!whole.Contains(name, StringComparison.OrdinalIgnoreCase))
            {
                whole = whole.Length == 0 ? name : $"{whole}, {name}";
            }
        }

        return whole;
    }

    private static string? One(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;
}
