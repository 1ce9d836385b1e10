namespace PostHogProxy.Rules.Client;

/// <summary>What one member of an object literal is.</summary>
internal enum PropertyKind
{
    /// <summary><c>name: value</c> or <c>name</c> alone, whose value is then the name itself.</summary>
    Value,

    /// <summary><c>name() { … }</c>, a getter.</summary>
    Method,

    /// <summary><c>...value</c>.</summary>
    Spread,

    /// <summary>A computed name, or nothing that is understood: it may be any member.</summary>
    Unreadable,
}

/// <summary>One member of an object literal; its value is the tokens from <see cref="Start"/> up to <see cref="End"/>.</summary>
internal readonly record struct ScriptProperty(PropertyKind Kind, string Name, int Start, int End);

/// <summary>Takes object literals apart, each of them once.</summary>
internal sealed class ScriptObjects(ScriptTree tree)
{
    private const int MostProperties = 500;

    private static readonly HashSet<string> Modifiers = ["get", "set", "async", "static"];

    private readonly Dictionary<int, List<ScriptProperty>> _read = [];

    /// <summary>The members in order; one unreadable member where there are too many to be settings.</summary>
    public List<ScriptProperty> Properties(int open)
    {
        if (!_read.TryGetValue(open, out var properties))
        {
            _read[open] = properties = Read(open);
        }

        return properties;
    }

    /// <summary>The value of a member; null where there is none, or where another member may set it too.</summary>
    public ScriptProperty? Find(int open, string name)
    {
        ScriptProperty? found = null;
        foreach (var property in Properties(open))
        {
            tree.Steps.Take();
            if (property.Kind is PropertyKind.Spread or PropertyKind.Unreadable)
            {
                return null;
            }

            if (property.Name == name)
            {
                found = property.Kind == PropertyKind.Value ? property : null;
            }
        }

        return found;
    }

    private List<ScriptProperty> Read(int open)
    {
        var properties = new List<ScriptProperty>();
        var close = tree.Partner(open);
        for (var at = open + 1; at < close && properties.Count <= MostProperties;)
        {
            var end = at;
            while (end < close && !tree.Is(end, ","))
            {
                end = tree.After(end);
            }

            if (end > at)
            {
                properties.Add(properties.Count < MostProperties ? Read(at, end) : new(PropertyKind.Unreadable, "", at, end));
            }

            at = end + 1;
        }

        return properties;
    }

    private ScriptProperty Read(int at, int end)
    {
        if (tree.Is(at, "..."))
        {
            return new(PropertyKind.Spread, "", at + 1, end);
        }

        var key = tree.IsAnyName(at, Modifiers) && (tree.IsKind(at + 1, TokenKind.Name) || tree.IsKind(at + 1, TokenKind.String)) ? at + 1 : at;
        var after = key + 1;
        string? name = null;
        if (tree.Is(key, "[") && tree.Partner(key) == key + 2 && tree.IsKind(key + 1, TokenKind.String))
        {
            name = Decoded(key + 1);
            after = key + 3;
        }
        else if (tree.IsKind(key, TokenKind.String))
        {
            name = Decoded(key);
        }
        else if (tree.IsKind(key, TokenKind.Name) || tree.IsKind(key, TokenKind.Number))
        {
            name = tree.Written(key);
        }

        return name switch
        {
            null => new(PropertyKind.Unreadable, "", at, end),
            _ when key > at || tree.Is(after, "(") || tree.Is(after, "<") => new(PropertyKind.Method, name, at, end),
            _ when tree.Is(after, ":") && after < end => new(PropertyKind.Value, name, after + 1, end),
            _ when after == end && tree.IsKind(key, TokenKind.Name) => new(PropertyKind.Value, name, key, end),
            _ => new(PropertyKind.Unreadable, "", at, end),
        };
    }

    private string Decoded(int index)
    {
        var inside = tree.Inside(index);
        return StringEscapes.Decode(tree.Text, inside.Start, inside.Length);
    }
}
