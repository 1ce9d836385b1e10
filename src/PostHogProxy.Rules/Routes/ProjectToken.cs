namespace PostHogProxy.Rules.Routes;

/// <summary>What a project's token looks like. It is public, every page carries it; a secret key looks nearly the same.</summary>
internal static class ProjectToken
{
    public const string Prefix = "phc_";

    private const int ShownLength = 8;

    /// <summary>What is wrong with a text as a project token, without repeating a secret; null where nothing is.</summary>
    public static string? Problem(string token)
    {
        if (token.StartsWith("phx_", StringComparison.Ordinal) || token.StartsWith("phs_", StringComparison.Ordinal))
        {
            return $"'{token.Substring(0, 4)}…' is a secret key. Revoke it if it was ever in a page, and write the project token, phc_….";
        }

        return token.StartsWith(Prefix, StringComparison.Ordinal) && token.Length > Prefix.Length && token.Skip(Prefix.Length).All(IsTokenCharacter)
            ? null
            : $"'{token}' is no project token. It starts with phc_ and is found in the project's settings.";
    }

    /// <summary>Enough of a token to tell which it is, for log lines and reports that travel further than the page it stands in.</summary>
    public static string Short(string token) => token.Length <= ShownLength ? token : $"{token.Substring(0, ShownLength)}…";

    public static bool IsTokenCharacter(char c) => c is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '-';
}
