namespace PostHogProxy.Rules.Client;

/// <summary>Where the names of a script stand, looked up once when the first is asked for.</summary>
internal sealed class NameUses(ScriptTree tree)
{
    // A name that is used more often is not followed.
    private const int Most = 20;

    private Dictionary<string, List<int>>? _uses;

    /// <summary>The first places of a name that is no member of something else.</summary>
    public IReadOnlyList<int> Of(string name)
    {
        _uses ??= All();
        return _uses.TryGetValue(name, out var uses) ? uses : [];
    }

    private Dictionary<string, List<int>> All()
    {
        var uses = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < tree.Count; i++)
        {
            tree.Steps.Take();
            if (!tree.IsKind(i, TokenKind.Name) || tree.IsDot(i - 1))
            {
                continue;
            }

            var name = tree.Written(i);
            if (!uses.TryGetValue(name, out var known))
            {
                uses[name] = known = [];
            }

            if (known.Count < Most)
            {
                known.Add(i);
            }
        }

        return uses;
    }
}
