namespace PostHogProxy.Rules.Client;

/// <summary>Finds the names that declarations give.</summary>
internal static class DeclaredNames
{
    private const int LongestType = 24;

    /// <summary>
    /// What a function is called whose body opens at a token: <c>function name() {</c>, <c>name() {</c>, <c>const name = () => {</c>,
    /// <c>const name = () => (</c>. Null where it has no name.
    /// </summary>
    public static string? OfFunction(ScriptTree tree, int body)
    {
        var close = tree.Is(body - 1, "=>") ? body - 2 : body - 1;
        var open = close >= 0 && tree.Partner(close) >= 0 ? tree.Partner(close) : close;
        var before = tree.IsName(open - 1, "async") ? open - 2 : open - 1;
        return tree.IsKind(open - 1, TokenKind.Name) && !tree.IsName(open - 1, "async") ? tree.Written(open - 1)
            : (tree.Is(before, "=") || tree.Is(before, ":")) && tree.IsKind(before - 1, TokenKind.Name) ? tree.Written(before - 1)
            : null;
    }

    /// <summary>The name in front of an equals sign, over the type between them: <c>const name: Partial&lt;PostHogConfig&gt; =</c>.</summary>
    public static string? OfValue(ScriptTree tree, int equals)
    {
        for (var i = equals - 1; i >= Math.Max(0, equals - LongestType); i--)
        {
            tree.Steps.Take();
            if (tree.IsKind(i, TokenKind.Name) && ((i == equals - 1 && !tree.Is(i - 1, ":")) || tree.Is(i + 1, ":")))
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
}
