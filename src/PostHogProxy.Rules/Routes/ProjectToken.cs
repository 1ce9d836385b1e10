namespace PostHogProxy.Rules.Routes;

/// <summary>What a project's token looks like. It is public, every page carries it; a secret key looks nearly the same.</summary>
internal static class ProjectToken
{
    public const string Prefix = "phc_";

    private const int ShownLength = 8;
    private const int Longest = 64;

    /// <summary>
    /// Why PostHog takes no event under a token, without repeating a secret; null where it takes them. PostHog removes blanks around it and takes
    /// up to 64 ASCII characters that are no secret key (PostHog/posthog, rust/capture/src/token.rs). Only PostHog Cloud writes phc_.
    /// </summary>
    public static string? Problem(string token)
    {
        var text = token.Trim();
        return text.StartsWith("phx_", StringComparison.Ordinal) || text.StartsWith("phs_", StringComparison.Ordinal)
            ? $"'{text.Substring(0, 4)}…' is a secret key. Revoke it if it was ever in a page, and write the project token, phc_…."
            : text.Length == 0 ? $"The project token is empty. Copy it from the project's settings. It begins with {Prefix}."
            : text.Length > Longest ? $"'{Short(text)}' has {text.Length} characters. PostHog takes a project token of at most {Longest}."
            : text.Any(c => c is < ' ' or > '~') ? $"'{new string([.. text.Where(c => !char.IsControl(c))])}' is not a project token. PostHog takes visible ASCII characters only."
            : null;
    }

    /// <summary>Whether a token has the form that PostHog Cloud gives it. PostHog takes others too.</summary>
    public static bool IsUsual(string token) =>
        token.StartsWith(Prefix, StringComparison.Ordinal) && token.Length > Prefix.Length && token.Skip(Prefix.Length).All(IsTokenCharacter);

    /// <summary>Enough of a token to tell which it is, for log lines and reports that travel further than the page it stands in.</summary>
    public static string Short(string token) => token.Length <= ShownLength ? token : $"{token.Substring(0, ShownLength)}…";

    public static bool IsTokenCharacter(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '-';
}
