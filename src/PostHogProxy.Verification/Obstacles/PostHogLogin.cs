using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Obstacles;

/// <summary>
/// PostHog sends whoever asks for an unknown path to the login of its application, with that path as <c>next</c>: it tells which path arrived.
/// </summary>
internal static class PostHogLogin
{
    /// <summary>
    /// Whether a redirect on the proxy's own host is PostHog's. A login of the team's own looks the same; PostHog's comes with headers that
    /// speak for its own domain.
    /// </summary>
    public static bool IsOf(Reply reply, Uri target) =>
        target.AbsolutePath.TrimEnd('/') == "/login"
        && PathSeen(target) is not null
        && PostHogMarks.AreIn(reply);

    /// <summary>The path that PostHog was asked for, without its query; null where the redirect does not say.</summary>
    public static string? PathSeen(Uri target)
    {
        foreach (var part in target.Query.TrimStart('?').Split('&'))
        {
            if (part.StartsWith("next=", StringComparison.Ordinal))
            {
                var seen = Uri.UnescapeDataString(part["next=".Length..]).Split('?')[0];
                return seen.StartsWith('/') ? seen : null;
            }
        }

        return null;
    }

    public static bool IsBelow(string seen, string prefix) => prefix.Length > 0 && seen.StartsWith(prefix + "/", StringComparison.Ordinal);
}
