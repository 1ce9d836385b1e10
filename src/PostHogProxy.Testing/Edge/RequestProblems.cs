using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Edge;

/// <summary>
/// What is wrong with a request that came. A proxy must not send on what is about the visitor or the app. The names are typed from what is known of
/// PostHog and of the proxies in front of apps, and shared with no proxy's own tables.
/// </summary>
internal static class RequestProblems
{
    /// <summary>The outcome where a page has another posthog-js than the stand-in. It then asks for the file without a version.</summary>
    public const string OtherVersion = "another version of posthog-js";

    /// <summary>
    /// The outcome where the settings of a project are asked for in the other region. An app with <c>ProjectTokens</c> asks both, to prove its own; where a
    /// page is wrong, its flags and events show it.
    /// </summary>
    public const string OtherRegion = "a project of the other region";

    private static readonly HashSet<string> Private = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cookie", "Cookie2", "Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP", "traceparent", "tracestate", "baggage", "X-CSRF-Token", "X-XSRF-TOKEN",
        "RequestVerificationToken", "Proxy-Authorization", "Proxy-Connection", "X-Host", "Via",
    };

    private static readonly string[] PrivateFamilies =
        ["X-Forwarded-", "CF-", "Fly-", "Fastly-", "X-Azure-", "X-ARR-", "X-Original-", "X-MS-", "X-PostHog-Client-IP"];

    public static IEnumerable<string> Of(StandInRequest request, Exchange exchange)
    {
        var what = $"{request.Method} {request.Host}{request.Path}: ";
        if (!exchange.IsIntercepted && Verdict(request) is { } verdict)
        {
            yield return what + verdict + (exchange.Advice is { } advice ? $". {advice}" : ".");
        }

        foreach (var group in request.Headers.GroupBy(row => row.Key, row => row.Value, StringComparer.OrdinalIgnoreCase))
        {
            if (Leak(group.Key, [.. group]) is { } leak)
            {
                yield return what + leak;
            }
        }
    }

    private static string? Verdict(StandInRequest request) => request.Status switch
    {
        0 => null,

        // PostHog has every version, and the stand-in one: no fault of the app's.
        StatusCodes.Status403Forbidden when request.Outcome == OtherVersion => null,
        StatusCodes.Status404NotFound when request.Outcome == OtherRegion => null,
        >= 400 => $"answered {request.Status}, {request.Outcome}",
        302 => "answered 302, PostHog does not know this path",
        _ when request.Outcome.Contains("dropped", StringComparison.Ordinal) => $"answered {request.Status}, {request.Outcome}",
        _ when request.Outcome.StartsWith("app: ", StringComparison.Ordinal) => "went to PostHog's web app, which is for people who log in",
        _ => null,
    };

    private static string? Leak(string name, IReadOnlyList<string> values)
    {
        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            var names = values.SelectMany(value => value.Split(';', StringSplitOptions.TrimEntries)).Select(pair => pair.Split('=')[0]);
            return $"cookies of the visitor came along: {string.Join(", ", names)}.";
        }

        if (name.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase))
        {
            return values.Count > 1 || values[0].Contains(',') ? "X-Forwarded-For names more than one address, and PostHog takes the first for the visitor's." : null;
        }

        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return values.All(value => value.StartsWith("Bearer ph", StringComparison.Ordinal)) ? null : "an Authorization that is not PostHog's came along.";
        }

        if (name.Equals("Referer", StringComparison.OrdinalIgnoreCase))
        {
            return values.All(IsOrigin) ? null : "Referer has the address of the page, and not its origin alone.";
        }

        return Private.Contains(name) || Array.Exists(PrivateFamilies, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
            ? $"the header {name} came along."
            : null;
    }

    private static bool IsOrigin(string referer) => !Uri.TryCreate(referer, UriKind.Absolute, out var address) || address.PathAndQuery is "" or "/";
}
