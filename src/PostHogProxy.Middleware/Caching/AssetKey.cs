using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

/// <summary>What an answer depends on, and nothing that a visitor could slip past it: what is not in the text is not sent to PostHog either.</summary>
/// <param name="Text">The key.</param>
/// <param name="Target">What is asked for, known parameters included, as it was written.</param>
/// <param name="Route">The row of the table.</param>
/// <param name="Encodings">What the browser can read.</param>
internal readonly record struct AssetKey(string Text, RequestTarget Target, ClientRoute Route, AcceptedEncodings Encodings)
{
    // Longer is no path of PostHog's, only somebody who fills the memory with keys.
    private const int LongestTarget = 512;
    private const int LongestPage = 300;

    /// <summary>The origin of the page that an answer is for, with a slash; null where it is for all pages.</summary>
    public string? Page =>
        Text.AsSpan(Prefix(Encodings).Length, Text.Length - Prefix(Encodings).Length - Target.Value.Length) is { IsEmpty: false } page ? $"{page}/" : null;

    /// <summary>Whether it is what anybody asks who asks for this path: the page and the parameters are the visitor's to write.</summary>
    public bool IsEverybodys => Target.PathLength == Target.Value.Length && Page is null;

    /// <summary>The key of a request; null where no answer of the cache's may serve it.</summary>
    public static AssetKey? Of(HttpContext context, RequestTarget target, ClientRoute route)
    {
        var request = context.Request;
        if (!route.IsCacheable
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            || target.Value.Length > LongestTarget
            || !HasKnownParametersOnly(target.Value.AsSpan(target.PathLength))
            || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            return null;
        }

        var encodings = AcceptedEncodingsOf.Request(request.Headers.AcceptEncoding);
        ReadOnlySpan<char> scheme = [], host = [];
        if (route.Kind == RouteKind.RemoteConfig && !TrimmedReferer.TryRead(request.Headers.Referer, out scheme, out host))
        {
            // PostHog checks the page's domain against the project's. Where the page tells no referrer, a cross-origin request carries its
            // Origin in any case; what has no host is as if nothing were told.
            TrimmedReferer.TryRead(request.Headers.Origin, out scheme, out host);
            scheme = host.IsEmpty ? [] : scheme;
        }

        return host.Length > LongestPage
            ? null
            : new(string.Concat(Prefix(encodings), scheme, host, target.Value), target, route, encodings);
    }

    /// <summary>The keys of what is for all pages, in each encoding.</summary>
    public static IEnumerable<string> ForAllPages(string target)
    {
        for (var encodings = AcceptedEncodings.None; encodings <= (AcceptedEncodings.Gzip | AcceptedEncodings.Brotli); encodings++)
        {
            yield return Prefix(encodings) + target;
        }
    }

    // posthog-js writes ?v=1.2.3, for the toolbar also &t= with a time. Anything else may mean something to PostHog that we do not know.
    private static bool HasKnownParametersOnly(ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
        {
            return true;
        }

        foreach (var part in query[1..].Split('&'))
        {
            var pair = query[1..][part];
            if (pair.Length < 3 || pair[1] != '=' || pair[0] is not ('v' or 't') || !IsPlain(pair[2..]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    private static string Prefix(AcceptedEncodings encodings) => encodings switch
    {
        AcceptedEncodings.None => "identity ",
        AcceptedEncodings.Gzip => "gzip ",
        AcceptedEncodings.Brotli => "br ",
        _ => "br,gzip ",
    };
}
