namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// Finds rewrites of the page's own server in its scripts: <c>'/ph': { target: … }</c> of Vite, <c>source: '/ph/:path*'</c> of Next.js,
/// <c>app.use('/ph', …)</c> of Express, <c>src/routes/ph/[...path]/+server.ts</c>.
/// </summary>
internal static class ScriptRoutes
{
    // Behind these a path is one that is answered, not one that is asked for.
    private static readonly string[] Answering = ["use(", "all(", "route(", "any(", "mount(", "startsWith(", "context:[", "source:", "pathFilter:", "prefix:", "path:"];

    private const int LongestCall = 24;

    /// <summary>Whether a script names the path as one that it answers.</summary>
    public static bool Are(string content, string bare)
    {
        var name = "/" + bare;
        for (var at = content.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = content.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if (at == 0 || end >= content.Length || content[at - 1] is not ('\'' or '"' or '`' or '^'))
            {
                continue;
            }

            var isWhole = content[end] == content[at - 1] || (content[end] == '/' && end + 1 < content.Length && content[end + 1] == content[at - 1]);
            if (IsPattern(content, end) || (content[end] is '\'' or '"' && IsKey(content, at - 1, end + 1)) || (isWhole && IsAnswered(content, at - 1)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a framework finds the file by the path: <c>app/ph/[...path]/route.ts</c>, <c>routes/ph.$.ts</c>.</summary>
    public static bool IsFileOf(string path, string bare)
    {
        var plain = path.Replace('\\', '/');
        return plain.IndexOf("/" + bare + "/[", StringComparison.OrdinalIgnoreCase) >= 0 || plain.IndexOf("/" + bare + "/$.", StringComparison.OrdinalIgnoreCase) >= 0
            || plain.IndexOf("/" + bare.Replace('/', '.') + ".$.", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private static bool IsPattern(string text, int at) =>
        text[at] is '(' or '*' || (text[at] == '/' && at + 1 < text.Length && text[at + 1] is ':' or '(' or '*' or '[' or '.');

    /// <summary>A key of an object; the first branch of a ternary has a colon behind it too.</summary>
    private static bool IsKey(string text, int open, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        var before = open - 1;
        while (before >= 0 && (char.IsWhiteSpace(text[before]) || text[before] is '\'' or '"' or '`'))
        {
            before--;
        }

        return at < text.Length && text[at] == ':' && (before < 0 || text[before] is '{' or ',' or '/' or ';');
    }

    private static bool IsAnswered(string text, int open)
    {
        var start = Math.Max(0, open - LongestCall);
        var before = string.Concat(text.Substring(start, open - start).Where(static c => !char.IsWhiteSpace(c)));
        return Answering.Any(call => before.EndsWith(call, StringComparison.Ordinal));
    }
}
