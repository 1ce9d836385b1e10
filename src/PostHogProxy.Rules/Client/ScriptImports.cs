namespace PostHogProxy.Rules.Client;

/// <summary>The names a script gives to what comes from the browser SDK's packages.</summary>
internal sealed class ScriptImports
{
    private const int LongestClause = 60;

    private static readonly HashSet<string> Words = ["default", "await", "import", "type", "as", "require", "then"];

    private static readonly string[] Packages = ["posthog-js", "@posthog/react"];

    private static readonly string[] LitePackages = ["posthog-js-lite"];

    private readonly ScriptTree _tree;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lite = new(StringComparer.Ordinal);

    public ScriptImports(ScriptTree tree)
    {
        _tree = tree;
        for (var i = 1; i < tree.Count; i++)
        {
            if (IsPackage(i, Packages))
            {
                Collect(i, _names);
            }
            else if (IsPackage(i, LitePackages))
            {
                Collect(i, _lite);
            }
        }
    }

    public bool Has(string name) => _names.Contains(name);

    /// <summary>Whether a name comes from posthog-js-lite.</summary>
    public bool IsLite(string name) => _lite.Contains(name);

    private bool IsPackage(int index, string[] packages)
    {
        _tree.Steps.Take();
        if (!_tree.IsKind(index, TokenKind.String))
        {
            return false;
        }

        var inside = _tree.Inside(index);
        foreach (var package in packages)
        {
            var isNamed = inside.Length >= package.Length
                && string.CompareOrdinal(_tree.Text, inside.Start, package, 0, package.Length) == 0;
            if (isNamed && (inside.Length == package.Length || _tree.Text[inside.Start + package.Length] == '/'))
            {
                return true;
            }
        }

        return false;
    }

    private void Collect(int package, HashSet<string> into)
    {
        if (_tree.IsName(package - 1, "from"))
        {
            CollectBack(package - 1, into, "import", "export");
        }
        else if (_tree.Is(package - 1, "(") && _tree.Partner(package - 1) is >= 0 and var close)
        {
            // const { default: posthog } = await import('posthog-js'), const posthog = require('posthog-js').default
            CollectBack(package - 2, into, "const", "let", "var");

            // import('posthog-js').then(({ default: posthog }) => …)
            if (_tree.IsName(close + 2, "then") && _tree.Is(close + 3, "("))
            {
                for (var i = close + 4; i < Math.Min(close + 4 + LongestClause, _tree.Count) && !_tree.Is(i, "=>"); i++)
                {
                    Add(i, into);
                }
            }
        }
    }

    private void CollectBack(int from, HashSet<string> into, params string[] until)
    {
        var first = Math.Max(0, from - LongestClause);
        for (var i = from; i >= first && !_tree.Is(i, ";"); i--)
        {
            if (until.Any(word => _tree.IsName(i, word)))
            {
                for (var j = i + 1; j < from; j++)
                {
                    Add(j, into);
                }

                return;
            }
        }
    }

    private void Add(int index, HashSet<string> into)
    {
        _tree.Steps.Take();
        if (_tree.IsKind(index, TokenKind.Name) && !_tree.IsAnyName(index, Words))
        {
            into.Add(_tree.Written(index));
        }
    }
}
