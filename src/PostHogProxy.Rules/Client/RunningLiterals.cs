namespace PostHogProxy.Rules.Client;

/// <summary>
/// Knows the literals that a browser runs though no script element stands in them: what stands in one, what becomes <c>__html</c> or
/// <c>textContent</c>, what is evaluated. Any other text of JavaScript is shown far more often than it runs.
/// </summary>
internal sealed class RunningLiterals(ScriptTree tree, NameUses uses)
{
    private const int FarthestName = 12;

    // Of members, variables, attributes and tags; parts of names, in whatever case.
    private static readonly string[] Running = ["html", "script", "inline", "inject", "loader", "bootstrap", "srcdoc"];

    private static readonly HashSet<string> RunningNames = new(StringComparer.Ordinal)
    {
        "textContent", "innerText", "text", "children", "js", "eval", "Function", "write", "writeln", "evaluate", "runInContext", "runInNewContext",
        "runInThisContext", "createTextNode", "append", "appendChild", "send", "end", "Response",
    };

    public bool Has(int index)
    {
        var at = index;
        if (tree.IsKind(at - 1, TokenKind.Name) && !tree[at].StartsLine && Runs(tree.Written(at - 1)))
        {
            return true;
        }

        for (var seen = 0; seen < FarthestName; seen++)
        {
            if (DeclaredNames.OfExpression(tree, at) is { } name && (Runs(name) || IsUsedSo(name)))
            {
                return true;
            }

            var around = tree.Parent(at);
            if (around < 0)
            {
                return false;
            }

            if (IsRunBy(around))
            {
                return true;
            }

            if (tree.Is(around, "{") && (tree.Is(around - 1, ")") || tree.Is(around - 1, "=>")))
            {
                return tree.IsName(at - 1, "return") && DeclaredNames.OfFunction(tree, around) is { } function && (Runs(function) || IsUsedSo(function));
            }

            at = around;
        }

        return false;
    }

    private static bool Runs(string name) =>
        RunningNames.Contains(name) || Running.Any(part => name.IndexOf(part, 0, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether what stands in a bracket is run: an argument, the child of a script element, an attribute.</summary>
    private bool IsRunBy(int open)
    {
        if (tree.Is(open, "("))
        {
            return tree.IsKind(open - 1, TokenKind.Name) && Runs(tree.Written(open - 1));
        }

        if (!tree.Is(open, "{") || open == 0)
        {
            return false;
        }

        return tree.IsKind(open - 1, TokenKind.TagEnd)
            ? tree.Partner(open - 1) is >= 0 and var tag && tree.NameHas(tag + 1, "script")
            : tree.Is(open - 1, "=") && tree.Parent(open) is >= 0 and var element && tree.IsKind(element, TokenKind.TagOpen)
                && tree.IsKind(open - 2, TokenKind.Name) && (Runs(tree.Written(open - 2)) || tree.Written(open - 2).StartsWith("on", StringComparison.Ordinal));
    }

    /// <summary>Whether a name is used somewhere in the file where a text runs: <c>__html: name</c>, <c>&lt;script&gt;${name}&lt;/script&gt;</c>.</summary>
    private bool IsUsedSo(string name) => uses.Of(name).Any(use =>
        (DeclaredNames.OfExpression(tree, use) is { } becomes && Runs(becomes))
        || (tree.Parent(use) is >= 0 and var around && (IsRunBy(around) || IsHoleOfPage(around))));

    private bool IsHoleOfPage(int hole) =>
        tree.Is(hole, "${") && tree.Parent(hole) is >= 0 and var template && tree.Is(template, "`") && tree.Partner(template) > template
        && tree.Inside(template) is var inside
        && tree.Text.IndexOf("<script", inside.Start, inside.Length, StringComparison.OrdinalIgnoreCase) >= 0;
}
