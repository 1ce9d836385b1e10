namespace PostHogProxy.Rules.Routes;

/// <summary>What a project's token looks like. It is public, every page carries it; a secret key looks nearly the same.</summary>
internal static class ProjectToken
{
    public const string Prefix = "phc_";

    private const int ShownLength = 8;
    private const int Longest = 64;

    /// <summary>What is wrong with a text as a project token, without repeating a secret; null where nothing is.</summary>
    public static string? Problem(string token)
    {
        if (token.StartsWith("phx_", StringComparison.Ordinal) || token.StartsWith("phs_", StringComparison.Ordinal))
        {
            return $"'{token.Substring(0, 4)}…' is a secret key. Revoke it if it was ever in a page, and write the project token, phc_….";
        }

        return IsUsual(token)
            ? null
            : $"'{token}' is no project token. It starts with phc_ and is found in the project's settings.";
    }

    /// <summary>
    /// Why PostHog takes no event under a token; null where it takes them. Blanks around it are PostHog's to remove. rust/capture/src/token.rs:
    /// up to 64 ASCII characters, and no secret key. Only PostHog Cloud writes phc_.
    /// </summary>
    public static string? Refusal(string token)
    {
        var text = token.Trim();
        return text.StartsWith("phx_", StringComparison.Ordinal) || text.StartsWith("phs_", StringComparison.Ordinal) ? Problem(text)
            : text.Length == 0 ? $"An empty text is no project token. It is found in the project's settings, {Prefix}…."
            : text.Length > Longest ? $"'{Short(text)}' has {text.Length} characters; PostHog takes a project token of at most {Longest}."
            : text.Any(c => c is < ' ' or > '~') ? $"'{new string(text.Where(c => !char.IsControl(c)).ToArray())}' is no project token. PostHog takes visible ASCII characters only."
            : null;
    }

    /// <summary>Whether a token has the form that PostHog Cloud gives it. PostHog takes others too.</summary>
    public static bool IsUsual(string token) =>
        token.StartsWith(Prefix, StringComparison.Ordinal) && token.Length > Prefix.Length && token.Skip(Prefix.Length).All(IsTokenCharacter);

    /// <summary>Enough of a token to tell which it is, for log lines and reports that travel further than the page it stands in.</summary>
    public static string Short(string token) => token.Length <= ShownLength ? token : $"{token.Substring(0, ShownLength)}…";

    public static bool IsTokenCharacter(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '-';
}
