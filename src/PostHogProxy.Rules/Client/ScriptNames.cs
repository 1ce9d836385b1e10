namespace PostHogProxy.Rules.Client;

/// <summary>
/// What the names of a script stand for, as far as that is certain: a name that is also a parameter, is assigned to or changed in any
/// other way somewhere in the file stands for nothing we know.
/// </summary>
internal sealed partial class ScriptNames
{
    private const int MostDeclarations = 8;
    private const int LongestType = 64;

    private static readonly HashSet<string> Declaring = ["const", "let", "var"];
    private static readonly HashSet<string> Reading = ["init", "log", "info", "debug", "stringify", "freeze"];
    private static readonly HashSet<string> NoParameters = ["if", "while", "for", "switch", "with"];

    // Parts of the names of functions that put one object over another.
    private static readonly string[] Merging = ["assign", "merge", "extend", "default", "override", "with"];

    private readonly ScriptTree _tree;
    private readonly Dictionary<string, List<int>> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _uncertain = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _givenAway = new(StringComparer.Ordinal);
    private readonly HashSet<string> _merged = new(StringComparer.Ordinal);
    private readonly HashSet<string> _spread = new(StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly HashSet<int> _listed = [];
    private readonly bool[] _binds;

    public ScriptNames(ScriptTree tree)
    {
        _tree = tree;
        _binds = new bool[tree.Count];
        for (var i = 0; i < tree.Count; i++)
        {
            tree.Steps.Take();
            if (tree[i].Kind == TokenKind.Open)
            {
                _binds[i] = Binds(i);
            }
            else if (tree[i].Kind == TokenKind.Name && !tree.IsDot(i - 1))
            {
                ReadName(i);
            }

            ReadMember(i);
        }
    }

    /// <summary>The first token of the only value a name can have at a place; -1 where that is not certain.</summary>
    public int ValueOf(int use)
    {
        var name = _tree.Written(use);
        if (_uncertain.Contains(name) || !_declared.TryGetValue(name, out var declarations) || declarations.Count > MostDeclarations)
        {
            return -1;
        }

        var best = -1;
        foreach (var value in declarations)
        {
            var scope = _tree.Parent(value);
            var sees = scope < 0 || (scope < use && use < _tree.Partner(scope));
            if (sees && (best < 0 || scope > _tree.Parent(best)))
            {
                best = value;
            }
            else if (sees && scope == _tree.Parent(best))
            {
                return -1;
            }
        }

        return best;
    }

    /// <summary>Whether an object is given to a function, which may add to it.</summary>
    public bool IsPassed(int use) => _passed.Contains(_tree.Written(use));

    /// <summary>The same for functions whose names do not say that they set PostHog up.</summary>
    public bool IsGivenAway(string name) => _givenAway.Contains(name);

    /// <summary>Whether what a name holds may become another before it is used: it is assigned to, changed, spread or merged with another.</summary>
    public bool MayChange(string name) => _uncertain.Contains(name) || _merged.Contains(name) || _spread.Contains(name);

    /// <summary>Whether a call is spread somewhere, so that what it returns is set over.</summary>
    public bool SpreadsACall { get; private set; }

    /// <summary>Whether a member of this name is assigned somewhere, as in <c>options.api_host = …</c>.</summary>
    public bool IsMemberAssigned(string member) => _assigned.Contains(member);

    private void ReadMember(int i)
    {
        if (_tree.Is(i, "..."))
        {
            var at = i + 1;
            if (_tree.IsKind(at, TokenKind.Name))
            {
                _spread.Add(_tree.Written(at));
            }

            while (_tree.IsKind(at, TokenKind.Name) && _tree.IsDot(at + 1))
            {
                at += 2;
            }

            SpreadsACall |= _tree.Is(at, "(") || _tree.Is(at + 1, "(") || _tree.IsName(at, "await");
        }
        else if (_tree.IsDot(i) && _tree.IsKind(i + 1, TokenKind.Name) && _tree.IsAssignment(i + 2) && !_tree.IsName(i - 1, "properties"))
        {
            _assigned.Add(_tree.Written(i + 1));
        }
        else if (_tree.Is(i, "[") && _tree.Partner(i) == i + 2 && _tree.IsAssignment(i + 3) && _tree.IsKind(i + 1, TokenKind.String) && i > 0
            && (_tree.IsKind(i - 1, TokenKind.Name) || _tree.IsKind(i - 1, TokenKind.Close)))
        {
            var inside = _tree.Inside(i + 1);
            _assigned.Add(_tree.Text.Substring(inside.Start, inside.Length));
        }
    }

    private void ReadName(int i)
    {
        var parent = _tree.Parent(i);
        if (parent >= 0 && _tree.IsKind(parent, TokenKind.TagOpen))
        {
            return;
        }

        if (_listed.Contains(i) || (_tree.IsAnyName(i - 1, Declaring) && !_tree.IsName(i - 2, "as")))
        {
            Declare(i);
        }
        else if (_tree.IsAssignment(i + 1) || _tree.Is(i + 1, "=>") || (parent >= 0 && _binds[parent]) || IsChanged(i))
        {
            _uncertain.Add(_tree.Written(i));
        }
        else if (parent >= 0 && _tree.Is(parent, "(") && _tree.IsKind(parent - 1, TokenKind.Name)
            && !_tree.IsAnyName(parent - 1, Reading) && !_tree.IsName(parent - 2, "new")
            && (_tree.Is(i + 1, ",") || _tree.Is(i + 1, ")")) && (i - 1 == parent || _tree.Is(i - 1, ",")))
        {
            _passed.Add(_tree.Written(i));
            if (!EventProperties.SetsUp(_tree.Written(parent - 1)) && !_tree.NameHas(parent - 1, "posthog"))
            {
                _givenAway.Add(_tree.Written(i));
            }

            if (Merging.Any(word => _tree.NameHas(parent - 1, word)))
            {
                _merged.Add(_tree.Written(i));
            }
        }
    }

    private bool IsChanged(int i)
    {
        var member = _tree.IsDot(i + 1) ? i + 3 : _tree.Is(i + 1, "[") && _tree.Partner(i + 1) > 0 ? _tree.Partner(i + 1) + 1 : -1;
        return (member > 0 && _tree.IsAssignment(member))
            || _tree.IsName(i - 1, "delete")
            || (_tree.Is(i - 1, "(") && _tree.IsName(i - 2, "for"))
            || (_tree.Is(i - 1, "(") && _tree.IsName(i - 2, "assign"));
    }
}
