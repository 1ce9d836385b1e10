namespace PostHogProxy.Rules.Client;

/// <summary>Finds the names that declarations give.</summary>
internal static class DeclaredNames
{
    private const int LongestType = 24;

    private static readonly HashSet<string> Skipped = ["as", "satisfies", "const", "await", "return", "export", "default"];

    /// <summary>
    /// What a function is called whose body opens at a token: <c>function name() {</c>, <c>name() {</c>, <c>const name = () => {</c>,
    /// <c>const name = () => (</c>, <c>const name = function () {</c>. Null where it has no name.
    /// </summary>
    public static string? OfFunction(ScriptTree tree, int body)
    {
        var close = tree.Is(body - 1, "=>") ? body - 2 : body - 1;
        var open = close >= 0 && tree.Partner(close) >= 0 ? tree.Partner(close) : close;
        var before = open - 1;
        while (tree.IsName(before, "async") || tree.IsName(before, "function"))
        {
            before--;
        }

        return before == open - 1 && tree.IsKind(before, TokenKind.Name) ? tree.Written(before)
            : (tree.Is(before, "=") || tree.Is(before, ":")) && tree.IsKind(before - 1, TokenKind.Name) ? tree.Written(before - 1)
            : null;
    }

    /// <summary>The name in front of an equals sign, over the type between them: <c>const name: Partial&lt;PostHogConfig&gt; =</c>.</summary>
    public static string? OfValue(ScriptTree tree, int equals)
    {
        for (var i = tree.Before(equals); i >= Math.Max(0, equals - LongestType); i = tree.Before(i))
        {
            if (tree.IsKind(i, TokenKind.Name) && ((i == equals - 1 && !IsInType(tree, i)) || tree.Is(i + 1, ":")))
            {
                return tree.Written(i);
            }

            if (tree.Is(i, ";") || tree.Is(i, "="))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The name of the variable or the member that the expression at a token becomes.</summary>
    public static string? OfExpression(ScriptTree tree, int at)
    {
        var before = at - 1;
        while (before > 0 && (tree.IsAnyName(before, Skipped) || tree.Is(before, "+") || tree.IsKind(before, TokenKind.String)))
        {
            before--;
        }

        if (tree.Is(before, "=>"))
        {
            // const getExample = () => `…`
            var parameters = tree.Before(before);
            before = tree.Is(parameters - 1, "=") ? parameters - 1 : before;
        }

        return tree.Is(before, ":") ? OfKey(tree, before - 1) : tree.Is(before, "=") ? OfVariable(tree, before) : null;
    }

    // { example: `…` }, { 'example': `…` }. Before the ':' of a condition stands no name.
    private static string? OfKey(ScriptTree tree, int key) =>
        !tree.Is(key - 1, "{") && !tree.Is(key - 1, ",") ? null
        : tree.IsKind(key, TokenKind.Name) ? tree.Written(key)
        : tree.IsKind(key, TokenKind.String) ? tree.Text.Substring(tree.Inside(key).Start, tree.Inside(key).Length)
        : null;

    // const example: string = `…`
    private static string? OfVariable(ScriptTree tree, int equals)
    {
        var first = Math.Max(tree.Parent(equals), equals - LongestType);
        for (var i = tree.Before(equals); i > first && !tree.Is(i, ";") && !tree.Is(i, ",") && !tree.Is(i, "="); i = tree.Before(i))
        {
            if (tree.IsKind(i, TokenKind.Name) && ((i == equals - 1 && !IsInType(tree, i)) || tree.Is(i + 1, ":") || tree.Is(i + 1, "?")))
            {
                return tree.Written(i);
            }
        }

        return null;
    }

    // The last name of a type: const name: Text =, const name: Text | null =, const name: () => void =
    private static bool IsInType(ScriptTree tree, int name) => tree.Is(name - 1, ":") || tree.Is(name - 1, "|") || tree.Is(name - 1, "&")
        || tree.Is(name - 1, "=>");
}
