using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PostHogProxy.Forwarding.Messages;

namespace PostHogProxy.Admission.Targets;

/// <summary>
/// Cuts the target out of the raw request line, so that <c>%2F</c>, <c>%7E</c>, <c>+</c>, an empty query and repeated keys reach PostHog as they
/// were written.
/// </summary>
internal static class RequestTargetReading
{
    extension(RequestTarget)
    {
        /// <summary>
        /// Reads it off the request; false where it has what a client never sends: dot segments, a NUL, or a character that no request line may have.
        /// </summary>
        public static bool TryRead(HttpContext context, out RequestTarget target)
        {
            var request = context.Request;
            var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
            var end = raw.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : raw.Length;
            if (!TargetText.IsPlain(raw) || DotSegments.AnyIn(raw.AsSpan(0, end)) || raw.AsSpan(0, end).Contains("%00", StringComparison.Ordinal))
            {
                // The server refuses a NUL in /path itself, but not in http://host/path; decoding it throws.
                target = default;
                return false;
            }

            var path = RawPath.Of(raw, end);
            var prefix = PrefixSegments(context);

            var segments = path.SegmentsBefore(request.PathBase.Value ?? "", request.Path.Value ?? "");
            target = segments is { } before
                ? From(raw, path.Skip(before + prefix), end, request.QueryString.Value ?? "")
                : Rewritten(request, prefix);

            // The app's middleware may have set the query.
            return TargetText.IsPlain(target.Value);
        }
    }

    private static RequestTarget From(string raw, int start, int end, string query)
    {
        if (start == end)
        {
            return new("/" + query, 1);
        }

        return raw.AsSpan(end).SequenceEqual(query)
            ? new(raw[start..], end - start)
            : new(string.Concat(raw.AsSpan(start, end - start), query), end - start);
    }

    // No raw target (a test server), or a path that the app's middleware has changed: then the changed path is what the app means. It
    // is decoded, but for %2F, so any other percent sign in it is one.
    private static RequestTarget Rewritten(HttpRequest request, int prefix)
    {
        var path = request.Path.Value ?? "";
        var rest = path[RawPath.Of(path, path.Length).Skip(prefix)..]
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("%252F", "%2F", StringComparison.OrdinalIgnoreCase);
        var encoded = rest.Length == 0 ? "/" : new PathString(rest).ToUriComponent();
        return new(encoded + request.QueryString.Value, encoded.Length);
    }

    // Everything of the route but its catch-all; a group's prefix is in it, also one with parameters.
    private static int PrefixSegments(HttpContext context) =>
        ((RouteEndpoint)context.GetEndpoint()!).RoutePattern.PathSegments.Count - 1;
}
