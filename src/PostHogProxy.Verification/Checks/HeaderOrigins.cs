using PostHogProxy.Rules.Hosts;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whose header it is. What the host says on paths that are not the proxy's is the team's own; of the rest, what PostHog says when it is asked
/// directly is PostHog's.
/// </summary>
/// <param name="host">The proxy's host.</param>
/// <param name="own">What the host answers beside the proxy; empty on a host that is the proxy's alone.</param>
/// <param name="direct">What PostHog answers past the proxy; empty where it cannot be asked.</param>
/// <param name="heard">What came through the proxy.</param>
internal sealed class HeaderOrigins(string host, IReadOnlyList<Reply> own, IReadOnlyList<Reply> direct, IReadOnlyList<Reply> heard)
{
    public const string Hsts = "Strict-Transport-Security";

    // What PostHog's edge says; counted only where PostHog cannot be asked.
    private const string PostHogsHsts = "max-age=31536000; includeSubDomains; preload";

    // Cloudflare is in front of many hosts beside PostHog's, so its own marks tell nothing.
    private static readonly string[] Marks = ["Via", "Server", "x-envoy-upstream-service-time"];

    private bool? _isEdgeThrough;

    // Something comes through that is PostHog's without doubt: its edge's other headers are then likely not the team's.
    private bool IsEdgeThrough => _isEdgeThrough ??=
        heard.Any(PostHogMarks.AreIn)
        || Marks.Any(mark => Values(heard, mark).Any(value => Values(direct, mark).Contains(value) && !Values(own, mark).Contains(value)));

    public bool IsPostHogs(string header, string value)
    {
        if (HeaderShape.IsOneOf(header, value, Values(own, header)))
        {
            return false;
        }

        if (PostHogMarks.IsOne(header, value))
        {
            return true;
        }

        if (direct.Count > 0)
        {
            // On a host without other paths nothing of the team's can be seen: its own header may well say the same.
            return HeaderShape.IsOneOf(header, value, Values(direct, header)) && (own.Count > 0 || IsEdgeThrough);
        }

        // PostHog cannot be asked. What the team says of this kind elsewhere it may say here in other words.
        return HeaderShape.IsPolicy(header) ? ReportsToPostHog(value) && !Values(own, header).Any(ReportsToPostHog) && (own.Count > 0 || IsEdgeThrough)
            : header == Hsts ? own.Count > 0 && (IsEdgeThrough || value == PostHogsHsts)
            : own.Count > 0 && Values(own, header).Count == 0;
    }

    public bool IsPostHogsCookie(string value)
    {
        var cookie = CookieLine.Of(value);
        return cookie.IsForPostHog
            || (!cookie.IsFor(host) && Sets(direct, cookie.Name) && !Sets(own, cookie.Name) && (own.Count > 0 || IsEdgeThrough));
    }

    // The team's own policy names PostHog's hosts as sources; PostHog's own reports to them.
    private static bool ReportsToPostHog(string policy) => policy.Split(';', StringSplitOptions.TrimEntries)
        .Where(directive => directive.StartsWith("report-uri ", StringComparison.OrdinalIgnoreCase))
        .Any(directive => directive.Split(' ').Skip(1).Any(url => PostHogHost.OfUrl(url).Kind != HostKind.Foreign));

    private static bool Sets(IReadOnlyList<Reply> replies, string cookie) =>
        replies.SelectMany(reply => reply.Values("Set-Cookie")).Any(value => CookieLine.Of(value).Name == cookie);

    private static List<string> Values(IReadOnlyList<Reply> replies, string header) => [.. replies.SelectMany(reply => reply.Values(header))];
}
