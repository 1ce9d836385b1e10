using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace PostHogProxy.Endpoints;

/// <summary>
/// What the visitor asked of PostHog: the request target without the part that led to the proxy. It is cut out of the raw request
/// line, so that <c>%2F</c>, <c>%7E</c>, <c>+</c>, an empty query and repeated keys reach PostHog as they were written; and it is the one
/// string that is judged and sent.
/// </summary>
/// <param name="Value">Path and query, starting with a slash.</param>
/// <param name="PathLength">Where the path ends and the query begins.</param>
internal readonly record struct RequestTarget(string Value, int PathLength)
{
    /// <summary>Reads it off the request; false where the path has dot segments, which a client never sends.</summary>
    public static bool TryRead(HttpContext context, out RequestTarget target)
    {
        var request = context.Request;
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var rawPathLength = raw.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : raw.Length;
        var prefix = PrefixSegments(context);

        if (IsDecodedTo(raw, rawPathLength, request))
        {
            var cut = SkipSegments(raw.AsSpan(0, rawPathLength), prefix + CountSegments(request.PathBase.Value));
            target = From(raw, cut, rawPathLength, request.QueryString.Value ?? "");
        }
        else
        {
            // No raw target (a test server), one in absolute form, or a path that the app's middleware has changed: then the
            // changed path is what the app means.
            var path = request.Path.Value ?? "";
            var rest = new PathString(path[SkipSegments(path, prefix)..] is { Length: > 0 } some ? some : "/").ToUriComponent();
            target = new(rest + request.QueryString.Value, rest.Length);
        }

        // Both what came and what is sent: a changed or an absolute-form path was decoded on the way here.
        return !DotSegments.AnyIn(raw.AsSpan(0, rawPathLength)) && !DotSegments.AnyIn(target.Value.AsSpan(0, target.PathLength));
    }

    private static RequestTarget From(string raw, int cut, int rawPathLength, string query)
    {
        var path = rawPathLength - cut;
        if (path > 0 && raw.AsSpan(rawPathLength).SequenceEqual(query))
        {
            return new(raw[cut..], path);
        }

        return path > 0
            ? new(string.Concat(raw.AsSpan(cut, path), query), path)
            : new("/" + query, 1);
    }

    // Everything of the route but its catch-all; a group's prefix is in it, also one with parameters.
    private static int PrefixSegments(HttpContext context) =>
        ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.PathSegments.Count - 1;

    private static bool IsDecodedTo(string raw, int rawPathLength, HttpRequest request)
    {
        var pathBase = request.PathBase.Value ?? "";
        var path = request.Path.Value ?? "";
        var rawPath = raw.AsSpan(0, rawPathLength);
        if (rawPathLength == 0 || raw[0] != '/')
        {
            return false;
        }

        if (!rawPath.Contains('%'))
        {
            return rawPath.Length == pathBase.Length + path.Length
                && rawPath.StartsWith(pathBase, StringComparison.Ordinal)
                && rawPath.EndsWith(path, StringComparison.Ordinal);
        }

        // Decodes as the server does: %2F stays.
        return string.Equals(
            PathString.FromUriComponent(rawPath.ToString()).Value, pathBase + path, StringComparison.Ordinal);
    }

    private static int CountSegments(string? path) => path.AsSpan().Count('/');

    private static int SkipSegments(ReadOnlySpan<char> path, int count)
    {
        var position = 0;
        for (; count > 0 && position < path.Length; count--)
        {
            var next = path[(position + 1)..].IndexOf('/');
            position = next < 0 ? path.Length : position + 1 + next;
        }

        return position;
    }
}
