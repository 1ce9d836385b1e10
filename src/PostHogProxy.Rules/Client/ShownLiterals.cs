using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Knows the literals that somebody reads and no browser runs: examples of a documentation, prompts, messages, what a test compares. The
/// names around a literal tell: its tag, the function or the component that it is given to, the variable or the member that it becomes.
/// </summary>
internal sealed class ShownLiterals(ScriptTree tree, NameUses uses)
{
    private const int FarthestName = 12;
    private const int FarthestSibling = 40;
    private const string Fence = "```";

    // Parts of names, in whatever case.
    private static readonly string[] Showing =
    [
        "code", "example", "sample", "dedent", "prompt", "docs", "readme", "markdown", "highlight", "tutorial", "instruction", "guide",
        "usage", "message", "description", "explain", "lesson", "article", "fixture", "expected", "snapshot", "install", "howto", "help",
        "clipboard", "writeFile", "outputFile", "assert", "placeholder", "caption",
    ];

    // Whole names: as parts they would stand in others.
    private static readonly HashSet<string> ShowingNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "md", "mdx", "doc", "raw", "text", "trim", "stripIndent", "outdent", "gql", "graphql", "css", "sql", "pre", "kbd", "it", "test", "describe",
        "expect", "toBe", "toContain", "toEqual", "toMatch", "toStrictEqual", "toThrow", "includes", "contains", "log", "warn", "error", "info",
        "debug", "Error", "TypeError", "step", "steps", "faq", "answer", "body", "note", "hint", "tooltip", "system", "user",
        "equal", "equals", "deepEqual", "strictEqual", "writeText", "copy", "copyToClipboard", "alert", "confirm", "toast", "notify", "reject",
        "marked", "setValue", "input", "question", "label", "title", "heading", "summary", "comment", "changelog", "valid", "invalid",
    };

    // What is called at the top of a test.
    private static readonly HashSet<string> Testing = new(StringComparer.Ordinal) { "describe", "it", "test", "suite" };

    private bool? _isTest;

    // What stands beside a text that is shown: { language: 'js', value: `…` }, { role: 'user', content: `…` }.
    private static readonly HashSet<string> Siblings = new(StringComparer.Ordinal)
    {
        "language", "lang", "filename", "fileName", "role", "caption", "heading", "label", "syntax", "highlightLines",
    };

    // An attribute is text to the browser unless its name says that it becomes markup or script.
    private static readonly string[] RunningAttributes = ["html", "script", "srcdoc", "children"];

    public bool Has(int index) => IsTagged(index) || HasFence(tree.Inside(index)) || IsNamedSo(index) || (_isTest ??= IsTest());

    /// <summary>Whether a name says that what it holds, or what it is given, is shown.</summary>
    public static bool Says(string name) =>
        ShowingNames.Contains(name) || Showing.Any(part => name.IndexOf(part, 0, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether a text holds a fenced block or a heading of Markdown, so that it is a document and no script.</summary>
    public static bool HasFence(string text) => text.IndexOf(Fence, 0, StringComparison.Ordinal) >= 0 || HasHeading(text, 0, text.Length);

    // Of the tags only those of HTML make something that runs.
    private bool IsTagged(int index) =>
        tree.IsKind(index - 1, TokenKind.Name) && !tree[index].StartsLine && !ScriptLexer.IsBeforeExpression(tree, index - 1)
        && !(tree.NameHas(index - 1, "html") || tree.NameHas(index - 1, "script") || tree.IsName(index - 1, "raw") || tree.IsName(index - 1, "js"));

    // In a template the back-ticks of a fence are escaped.
    private bool HasFence(TextRange inside) =>
        HasHeading(tree.Text, inside.Start, inside.End)
        || tree.Text.IndexOf(Fence, inside.Start, inside.Length, StringComparison.Ordinal) >= 0
        || tree.Text.IndexOf("\\`\\`\\`", inside.Start, inside.Length, StringComparison.Ordinal) >= 0;

    // "# Set-up": no line of a script starts so.
    private static bool HasHeading(string text, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            at = text.IndexOf('#', at, end - at);
            if (at < 0)
            {
                return false;
            }

            var before = at - 1;
            while (before >= start && text[before] is ' ' or '\t')
            {
                before--;
            }

            var startsLine = before < start || text[before] is '\n' or '\r';
            while (at + 1 < end && text[at + 1] == '#')
            {
                at++;
            }

            if (startsLine && at + 1 < end && text[at + 1] == ' ')
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNamedSo(int index)
    {
        var at = index;
        for (var seen = 0; seen < FarthestName; seen++)
        {
            if (tree.Is(at - 1, "{") && tree.Is(at - 2, "=") && IsInTag(at - 2))
            {
                return IsShownAttribute(at - 3);
            }

            if (DeclaredNames.OfExpression(tree, at) is { } name && (Says(name) || IsOnlyShown(name)))
            {
                return true;
            }

            var around = tree.Parent(at);
            if (around < 0)
            {
                return false;
            }

            if (tree.Is(around, "{") && tree.Is(at - 1, ":") && HasSibling(around))
            {
                return true;
            }

            if (tree.Is(around, "(") && tree.IsKind(around - 1, TokenKind.Name) && !ScriptLexer.IsBeforeExpression(tree, around - 1))
            {
                if (Says(tree.Written(around - 1)))
                {
                    return true;
                }
            }
            else if (tree.Is(around, "{") && (tree.Is(around - 1, ")") || tree.Is(around - 1, "=>")))
            {
                // A function's body: its name says what it returns, where it is all that it does.
                return tree.IsName(at - 1, "return") && DeclaredNames.OfFunction(tree, around) is { } function && Says(function);
            }
            else if (tree.Is(around, "{") && IsChild(around))
            {
                return !IsChildOfScript(around);
            }
            else if (tree.Is(around, "`"))
            {
                return false;
            }

            at = around;
        }

        return false;
    }

    // describe('…', () => { … }) on its own line
    private bool IsTest()
    {
        for (var i = 0; i < tree.Count; i = tree.After(i))
        {
            if (tree[i].StartsLine && tree.IsAnyName(i, Testing) && tree.Is(i + 1, "(") && (tree.IsKind(i + 2, TokenKind.String) || tree.Is(i + 2, "`")))
            {
                return true;
            }
        }

        return false;
    }

    // const text = `…`; <CodeBlock code={text} />
    private bool IsOnlyShown(string name)
    {
        var others = uses.Of(name).Where(use => !tree.Is(use + 1, "=") && !tree.Is(use + 1, ":")).ToList();
        return others.Count > 0 && others.All(IsShownAt);
    }

    private bool IsShownAt(int use) => tree.Parent(use) is >= 0 and var around
        && (tree.Is(around, "(") ? tree.IsKind(around - 1, TokenKind.Name) && Says(tree.Written(around - 1))
            : tree.Is(around, "{") && (tree.Is(around - 1, "=") && IsInTag(around - 1) ? IsShownAttribute(around - 2) : IsChild(around) && !IsChildOfScript(around)));

    private bool HasSibling(int open)
    {
        var close = tree.Partner(open);
        var seen = 0;
        for (var i = open + 1; i < close && seen < FarthestSibling; i = tree.After(i), seen++)
        {
            if (tree.Is(i + 1, ":") && tree.IsAnyName(i, Siblings))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInTag(int index) => tree.Parent(index) is >= 0 and var tag && tree.IsKind(tag, TokenKind.TagOpen);

    private bool IsShownAttribute(int name)
    {
        if (!tree.IsKind(name, TokenKind.Name))
        {
            return true;
        }

        var written = tree.Written(name);
        return !(written.StartsWith("on", StringComparison.Ordinal)
            || RunningAttributes.Any(part => written.IndexOf(part, 0, StringComparison.OrdinalIgnoreCase) >= 0));
    }

    // {`…`} between two tags.
    private bool IsChild(int open) => open > 0 && (tree.IsKind(open - 1, TokenKind.TagEnd) || tree.IsKind(open - 1, TokenKind.ClosingTag));

    // React escapes what stands between tags, but for the script element, whose text runs.
    private bool IsChildOfScript(int open) =>
        tree.IsKind(open - 1, TokenKind.TagEnd) && tree.Partner(open - 1) is >= 0 and var tag && tree.NameHas(tag + 1, "script");
}
