namespace PostHogProxy.Verification.Questions;

/// <summary>
/// Headers that nobody but PostHog sends: they speak for its own domain. A policy is none of them, because a team's own may name PostHog's hosts.
/// </summary>
internal static class PostHogMarks
{
    public static bool AreIn(Reply reply) => reply.Headers.Any(header => IsOne(header.Key, header.Value));

    public static bool IsOne(string header, string value) => header.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)
        ? CookieLine.Of(value).IsForPostHog
        : IsReport(header) && value.Contains(".posthog.com", StringComparison.OrdinalIgnoreCase);

    private static bool IsReport(string header) => header.Equals("Report-To", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Reporting-Endpoints", StringComparison.OrdinalIgnoreCase)
        || header.Equals("NEL", StringComparison.OrdinalIgnoreCase);
}
