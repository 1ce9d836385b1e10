namespace PostHogProxy.Rules.Findings;

/// <summary>
/// The routes that a page's own server forwards, as they stand in its configuration: <c>'/ph': { target: … }</c> of Vite,
/// <c>source: '/ph/:path*'</c> of Next.js.
/// </summary>
internal static class ServerRoutes
{
    /// <summary>Whether a script may be such a configuration: it has a route for some path.</summary>
    public static bool AreIn(string text)
    {
        for (var at = text.IndexOf('/', 1); at > 0 && at < text.Length - 1; at = text.IndexOf('/', at + 1))
        {
            if (IsOpening(text[at - 1]) && EndsAsRoute(text, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a script has a route for a path.</summary>
    /// <param name="text">The script.</param>
    /// <param name="path">The path, with its slash.</param>
    public static bool Forward(string text, string path)
    {
        for (var at = text.IndexOf(path, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(path, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + path.Length;
            if (at > 0 && end < text.Length && IsOpening(text[at - 1]) && IsEnd(text, end, text[at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsAsRoute(string text, int slash)
    {
        for (var at = slash + 2; at < text.Length && text[at] is not ('\n' or ' '); at++)
        {
            if (IsEnd(text, at, text[slash - 1]))
            {
                return true;
            }

            if (IsOpening(text[at]))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsOpening(char c) => c is '\'' or '"' or '`' or '^';

    private static bool IsEnd(string text, int at, char opening) => IsPattern(text, at) || (text[at] == opening && IsKey(text, at + 1));

    private static bool IsPattern(string text, int at) =>
        text[at] is '(' or '*' || (text[at] == '/' && at + 1 < text.Length && text[at + 1] is ':' or '(' or '*' or '[');

    private static bool IsKey(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at < text.Length && text[at] == ':';
    }
}
