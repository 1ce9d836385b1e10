namespace PostHogProxy.Rules.Client;

/// <summary>
/// Finds where a text sets up PostHog's browser SDK, and reads the token and the hosts with their exact positions. It forgives what it
/// does not understand: a value that cannot be read is unknown, and no rule guesses it.
/// </summary>
internal static class ClientSetups
{
    /// <summary>
    /// What stands in a text in place of what is known only when the program runs. A caller that reads an interpolated C# string puts
    /// it where the string has its holes.
    /// </summary>
    public const char Hole = ScriptLexer.Hole;

    public static IReadOnlyList<ClientSetup> Find(string text, ClientLanguage language, CancellationToken cancellationToken = default) =>
        Find(text, language, new ReadingSteps(cancellationToken));

    public static IReadOnlyList<ClientSetup> Find(string text, ClientLanguage language, ReadingSteps steps)
    {
        var found = new List<ClientSetup>();
        if (!ScriptReader.MayHold(text, 0, text.Length))
        {
            return found;
        }

        var view = new ScriptView(0, text.Length, [], HasJsx: true, Level: 0);
        if (language == ClientLanguage.Markup)
        {
            MarkupReader.Find(text, view with { HasJsx = false }, steps, found);
        }
        else
        {
            ScriptReader.Find(text, view, steps, found);
        }

        // One call can be reached by two ways: a template in a hole of a template that holds a page.
        var seen = new HashSet<int>();
        found.RemoveAll(setup => !seen.Add(setup.Range.Start));
        found.Sort(static (left, right) => left.Range.Start.CompareTo(right.Range.Start));
        return found;
    }

    /// <summary>How to read a file; null where it is none of those that set up a client.</summary>
    public static ClientLanguage? LanguageOf(string fileName)
    {
        var name = fileName.Substring(fileName.LastIndexOfAny(['/', '\\']) + 1);
        var dot = name.LastIndexOf('.');
        return dot < 0 ? null : name.Substring(dot + 1).ToUpperInvariant() switch
        {
            "JS" or "MJS" or "CJS" or "TS" or "MTS" or "CTS" or "TSX" or "JSX" => ClientLanguage.Script,
            "HTML" or "HTM" or "CSHTML" or "RAZOR" or "VUE" or "SVELTE" or "ASTRO" => ClientLanguage.Markup,
            _ => null,
        };
    }

    /// <summary>How to read a string of a C# program: a page or a piece of one where it has a tag, a script otherwise.</summary>
    public static ClientLanguage LanguageOfLiteral(string text)
    {
        var start = text.TrimStart();
        return (start.Length > 0 && start[0] == '<') || start.IndexOf("<script", 0, StringComparison.OrdinalIgnoreCase) >= 0
            ? ClientLanguage.Markup
            : ClientLanguage.Script;
    }
}
