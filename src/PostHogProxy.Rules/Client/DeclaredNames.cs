namespace PostHogProxy.Rules.Client;

/// <summary>Finds the names that declarations give.</summary>
internal static class DeclaredNames
{
    private const int LongestType = 24;
    private const int ShortType = 12;

    private static readonly HashSet<string> Skipped = ["as", "satisfies", "const", "await", "return", "export", "default"];

    /// <summary>
    /// What a function is called whose body opens at a token: <c>function name() {</c>, <c>name() {</c>, <c>const name = () => {</c>,
    /// <c>const name = () => (</c>, <c>const name = function () {</c>. Null where it has no name.
    /// </summary>
    public static string? OfFunction(ScriptTree tree, int body)
    {
        var close = BeforeType(tree, tree.Is(body - 1, "=>") ? body - 2 : body - 1);
        var open = close >= 0 && tree.Partner(close) >= 0 ? tree.Partner(close) : close;
        var before = open - 1;
        while (tree.IsName(before, "async") || tree.IsName(before, "function"))
        {
            before--;
        }

        return before == open - 1 && tree.IsKind(before, TokenKind.Name) ? tree.Written(before)
            : tree.Is(before, ":") ? OfKey(tree, before - 1)
            : tree.Is(before, "=") ? OfValue(tree, before)
            : null;
    }

    // The parenthesis before the type that a function returns: function name(): Promise<string> {
    private static int BeforeType(ScriptTree tree, int last)
    {
        for (var i = last; i > last - ShortType && i > 0 && !tree.Is(i, ";") && !tree.Is(i, "{") && !tree.Is(i, "}") && !tree.Is(i, ")"); i = tree.Before(i))
        {
            if (tree.Is(i, ":"))
            {
                return tree.Is(i - 1, ")") ? i - 1 : last;
            }
        }

        return last;
    }

    /// <summary>The name in front of an equals sign, over the type between them: <c>const name: Partial&lt;PostHogConfig&gt; =</c>.</summary>
    public static string? OfValue(ScriptTree tree, int equals)
    {
        for (var i = tree.Before(equals); i >= Math.Max(tree.Parent(equals) + 1, equals - LongestType); i = tree.Before(i))
        {
            if (tree.IsKind(i, TokenKind.Name) && ((i == equals - 1 && !IsInType(tree, i)) || tree.Is(i + 1, ":") || tree.Is(i + 1, "?")))
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

        return tree.Is(before, ":") ? OfKey(tree, before - 1) : tree.Is(before, "=") ? OfValue(tree, before) : null;
    }

    // { example: `…` }, { 'example': `…` }. The word before the ':' of a condition is no name.
    private static string? OfKey(ScriptTree tree, int key) =>
        !tree.Is(key - 1, "{") && !tree.Is(key - 1, ",") ? null
        : tree.IsKind(key, TokenKind.Name) ? tree.Written(key)
        : tree.IsKind(key, TokenKind.String) ? tree.Text.Substring(tree.Inside(key).Start, tree.Inside(key).Length)
        : null;

    // The last name of a type: const name: Text =, const name: A.B | null =, const name: () => void =, const name: import('a').B =
    private static bool IsInType(ScriptTree tree, int name)
    {
        var first = name;
        while (tree.Is(first - 1, "."))
        {
            first = tree.Before(first - 1);
            first = tree.Is(first, "(") ? first - 1 : first;
        }

        return tree.Is(first - 1, ":") || tree.Is(first - 1, "|") || tree.Is(first - 1, "&") || tree.Is(first - 1, "=>") || tree.IsName(first - 1, "typeof");
    }
}
