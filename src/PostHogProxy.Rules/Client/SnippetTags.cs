using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Finds <c>&lt;posthog-snippet&gt;</c> in a Razor file, and follows the directives that bind it: <c>@addTagHelper</c>,
/// <c>@removeTagHelper</c>, <c>@tagHelperPrefix</c>, of the imports from the outermost folder inwards and then of the file.
/// </summary>
internal static class SnippetTags
{
    public const string Name = "posthog-snippet";

    private const string Component = "PostHogSnippet";
    private const string Assembly = "PostHogProxy.Middleware";
    private const string Type = "PostHogProxy.PostHogSnippetTagHelper";

    /// <summary>Whether a tag is the tag helper's or the component's, with whatever namespace or prefix before it.</summary>
    public static bool IsOne(string tag)
    {
        var bare = tag.Substring(tag.LastIndexOfAny(['.', ':']) + 1);
        return bare == Component || bare.Equals(Name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Where the tags are that no directive binds.</summary>
    /// <param name="text">The file.</param>
    /// <param name="imports">The texts of the imports in its reach, outermost first.</param>
    public static IReadOnlyList<TextRange> Unbound(string text, IEnumerable<string> imports)
    {
        var tags = All(text);
        if (tags.Count == 0)
        {
            return [];
        }

        var (isBound, prefix) = (false, "");
        var prefixes = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var source in imports.Concat([text]))
        {
            foreach (var (directive, value) in Directives(source))
            {
                isBound = directive switch
                {
                    "addTagHelper" => isBound || Means(value),
                    "removeTagHelper" => isBound && !Means(value),
                    _ => isBound,
                };
                prefix = directive == "tagHelperPrefix" ? value : prefix;
                _ = prefixes.Add(prefix);
            }
        }

        // <my-posthog-snippet> is somebody else's element, <th:posthog-snippet> is nobody's.
        return tags
            .Where(tag => Prefix(text, tag) is var own && (prefixes.Contains(own) || IsPrefix(own)) && (!isBound || own != prefix))
            .ToList();
    }

    /// <summary>The tags of a component, in which no directive binds any.</summary>
    public static IReadOnlyList<TextRange> OfComponent(string text) =>
        All(text).Where(tag => Prefix(text, tag) is var own && (own.Length == 0 || IsPrefix(own))).ToList();

    /// <summary>Every tag by this name, whatever stands before it as a prefix; none of those in comments, scripts and strings.</summary>
    private static List<TextRange> All(string text)
    {
        var found = new List<TextRange>();
        for (var at = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + Name.Length;
            var open = OpenOf(text, at);
            if (open >= 0 && (end == text.Length || char.IsWhiteSpace(text[end]) || text[end] is '/' or '>')
                && (open == 0 || text[open - 1] is not ('\'' or '`' or '\\')) && !IsInside(text, open))
            {
                found.Add(new(at, Name.Length));
            }
        }

        return found;
    }

    private static bool IsPrefix(string name) => name.Length > 0 && name[name.Length - 1] == ':';

    private static string Prefix(string text, TextRange tag) => text.Substring(OpenOf(text, tag.Start) + 1, tag.Start - OpenOf(text, tag.Start) - 1);

    // <posthog-snippet, <th:posthog-snippet; not </posthog-snippet, and not <!posthog-snippet, which says that no tag helper shall take it.
    private static int OpenOf(string text, int at)
    {
        var open = at - 1;
        while (open >= 0 && (char.IsLetterOrDigit(text[open]) || text[open] is ':' or '-' or '_' or '.'))
        {
            open--;
        }

        return open >= 0 && text[open] == '<' ? open : -1;
    }

    private static bool IsInside(string text, int at) =>
        IsBetween(text, at, "@*", "*@") || IsBetween(text, at, "<!--", "-->") || IsBetween(text, at, "<script", "</script")
        || IsBetween(text, at, "<textarea", "</textarea") || IsBetween(text, at, "<style", "</style")
        || IsCommentedLine(text, at) || IsInString(text, at);

    // A string of C#, or the text of an attribute.
    private static bool IsInString(string text, int at)
    {
        var quotes = 0;
        for (var i = at - 1; i >= 0 && text[i] is not ('\n' or '\r'); i--)
        {
            quotes += text[i] == '"' && (i == 0 || text[i - 1] != '\\') ? 1 : 0;
        }

        return quotes % 2 == 1;
    }

    private static bool IsBetween(string text, int at, string open, string close)
    {
        var start = at == 0 ? -1 : text.LastIndexOf(open, at - 1, StringComparison.OrdinalIgnoreCase);
        return start >= 0 && text.IndexOf(close, start, at - start, StringComparison.OrdinalIgnoreCase) < 0;
    }

    private static bool IsCommentedLine(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return text.Substring(start, at - start).TrimStart() is var before && (before.StartsWith("//", StringComparison.Ordinal) || (before.Length > 0 && before[0] == '*'));
    }

    private static IEnumerable<(string Directive, string Value)> Directives(string text)
    {
        string[] names = ["addTagHelper", "removeTagHelper", "tagHelperPrefix"];
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var next ? next : text.Length;
            var line = text.Substring(start, end - start).Trim();
            var name = line.Length > 1 && line[0] == '@' ? names.FirstOrDefault(name => line.Length > name.Length + 1 && string.CompareOrdinal(line, 1, name, 0, name.Length) == 0 && char.IsWhiteSpace(line[name.Length + 1])) : null;
            if (name is not null && !IsBetween(text, start, "@*", "*@"))
            {
                yield return (name, line.Substring(name.Length + 1).Trim().Trim('"').TrimEnd(';'));
            }

            start = end + 1;
        }
    }

    private static bool Means(string value)
    {
        var comma = value.LastIndexOf(',');
        if (comma < 0 || value.Substring(comma + 1).Trim() is var assembly && assembly != Assembly)
        {
            return false;
        }

        var type = value.Substring(0, comma).Trim();
        return type == Type || (type.Length > 0 && type[type.Length - 1] == '*' && Type.StartsWith(type.TrimEnd('*'), StringComparison.Ordinal));
    }
}
