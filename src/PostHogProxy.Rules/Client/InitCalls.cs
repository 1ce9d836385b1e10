using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads <c>posthog.init(token, options, name?)</c>. Many libraries have an <c>init</c>: the call is PostHog's when its receiver says so
/// (<c>posthog</c>, <c>window.posthog</c>, the snippet's <c>ph</c>, an import of posthog-js) or when its arguments do.
/// </summary>
internal sealed class InitCalls(ScriptTree tree, ScriptImports imports, ScriptObjects objects, ValueReader values, OptionsReader options)
{
    private const int LongestToken = 16;

    private static readonly HashSet<string> Declaring = ["function", "get", "set", "async", "static", "new", "class"];

    private static readonly HashSet<string> Keywords =
    [
        "export", "default", "async", "function", "const", "let", "var", "return", "await", "new", "typeof", "static", "public", "private", "protected",
        "readonly", "import", "type", "class", "extends", "implements", "void", "throw", "case", "of", "in", "else", "get", "set", "declare", "abstract",
        "override", "if", "as", "from", "is", "keyof", "instanceof", "delete", "yield", "do", "interface", "namespace", "enum",
    ];

    public ClientSetup? Read(int init)
    {
        var open = tree.Is(init + 1, "?.") ? init + 2 : init + 1;
        if (!tree.IsName(init, "init") || !tree.Is(open, "(") || tree.Partner(open) is not (>= 0 and var close) || close == open + 1)
        {
            return null;
        }

        var receiver = InitReceiver.Of(tree, init);
        if (receiver is not { } found || IsProse(found.Start) || IsObject(open + 1) || tree.Is(open + 1, "..."))
        {
            return null;
        }

        var comma = NextComma(open + 1, close);
        var token = values.Read(open + 1, comma).AsToken();
        var isOurs = found.Names.Any(imports.Has);
        var (optionsStart, optionsEnd) = comma < close ? (comma + 1, NextComma(comma + 1, close)) : (close, close);

        // A bare init(posthogKey, options) may as well be the declaration of a method.
        var isArgumentOurs = HasToken(token) || (found.Start < init && NamesPostHog(open + 1, comma)) || IsOurs(optionsStart, optionsEnd);
        if (!found.IsPostHog && !isOurs && !isArgumentOurs)
        {
            return null;
        }

        var isCertain = isOurs || HasToken(token) || found.IsExact;
        var range = tree.RangeOf(found.Start, init + 1);
        var read = optionsStart < optionsEnd ? options.Read(optionsStart, optionsEnd) : Without(isOurs || HasToken(token), range);
        if (!isCertain && !read.IsForBrowser)
        {
            read = read.OrUnknown(range);
        }

        return read.ToSetup(token, range);
    }

    /// <summary>
    /// Reads <c>new PostHog(token, { host })</c> of posthog-js-lite. The server's SDK has the same constructor: the import tells them apart.
    /// </summary>
    public ClientSetup? ReadLite(int name)
    {
        // new lite.PostHog(…)
        var last = tree.IsDot(name + 1) && tree.IsKind(name + 2, TokenKind.Name) ? name + 2 : name;
        var open = last + 1;
        if (!tree.IsName(name - 1, "new") || !tree.Is(open, "(") || tree.Partner(open) is not (>= 0 and var close) || close == open + 1
            || !imports.IsLite(tree.Written(name)) || tree.Is(open + 1, "..."))
        {
            return null;
        }

        var comma = NextComma(open + 1, close);
        var range = tree.RangeOf(name - 1, last + 1);
        var host = comma < close ? options.ReadLite(comma + 1, NextComma(comma + 1, close)) : default;

        // It has no toolbar, so it needs no ui_host.
        return new(values.Read(open + 1, comma).AsToken(), host, ClientSetting.Unreadable(range), range) { ApiHostName = "host" };
    }

    /// <summary>An object is no token; {{ token }} is a template engine's way to write one.</summary>
    private bool IsObject(int start) => tree.Is(start, "{") && !tree.Is(start + 1, "{");

    private static ClientOptions Without(bool isCertain, TextRange range) => isCertain ? ClientOptions.None : ClientOptions.Unreadable(range);

    private static bool HasToken(ClientSetting token) =>
        token.Value is { } value
        && value.StartsWith("ph", StringComparison.Ordinal)
        && value.Length > 4 && value[2] is 'c' or 'x' or 's' && value[3] == '_';

    /// <summary>Call posthog.init(…) first: a word in front of it on its line, so it is a sentence. A dash in front of it makes a list.</summary>
    private bool IsProse(int start)
    {
        if (start == 0 || tree[start].StartsLine)
        {
            return false;
        }

        var before = start - 1;
        return (tree[before].StartsLine && (tree.Is(before, "-") || tree.Is(before, "+") || tree.Is(before, "*") || tree.Is(before, ">")))
            || tree[before].Kind is TokenKind.String or TokenKind.BrokenString or TokenKind.Number or TokenKind.Regex
            || (tree.IsKind(before, TokenKind.Name) && (!ScriptLexer.IsBeforeExpression(tree, before) || tree.IsName(before, "of")))
            || tree.IsAnyName(before, Declaring)
            || IsSentence(before);
    }

    // Write code like: posthog.init(…). Three words in a row are no code.
    private bool IsSentence(int before)
    {
        var words = 0;
        for (var i = before; i > before - LongestToken && words < 3; i--)
        {
            words = tree.IsKind(i, TokenKind.Name) && !tree.IsAnyName(i, Keywords) ? words + 1 : 0;
            if (i == 0 || tree[i].StartsLine)
            {
                break;
            }
        }

        return words == 3;
    }

    private bool NamesPostHog(int start, int end) => tree.TextHas(start, Math.Min(end, start + LongestToken), "posthog");

    private bool IsOurs(int start, int end) =>
        start < end && tree.Is(start, "{") && tree.Partner(start) > start
        && (objects.Find(start, "ui_host") is not null
            || (objects.Find(start, "api_host") is { } host && tree.TextHas(host.Start, host.End, "posthog.com")));

    private int NextComma(int start, int close)
    {
        var at = start;
        while (at < close && !tree.Is(at, ","))
        {
            at = tree.After(at);
        }

        return at;
    }
}
