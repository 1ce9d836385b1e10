namespace PostHogProxy.Rules.Client;

/// <summary>Where names are declared with a value, and where brackets bind names whose values are not known.</summary>
internal sealed partial class ScriptNames
{
    private void Declare(int i)
    {
        var at = BehindType(i + 1);
        var name = _tree.Written(i);
        if (!_tree.Is(at, "=") || at + 1 >= _tree.Count)
        {
            _uncertain.Add(name);
            if (_tree.Is(at, ","))
            {
                _listed.Add(NextDeclared(at));
            }

            return;
        }

        if (!_declared.TryGetValue(name, out var declarations))
        {
            _declared[name] = declarations = [];
        }

        declarations.Add(at + 1);
        _listed.Add(NextDeclared(at + 1));
    }

    /// <summary>The equals sign behind the type of <c>const options: Record&lt;string, string&gt; = …</c>, or what stands in its place.</summary>
    private int BehindType(int colon)
    {
        var (at, depth) = (colon, 0);
        for (var seen = 0; seen < LongestType && _tree.Is(colon, ":") && at < _tree.Count && !_tree.Is(at, "=") && !_tree.Is(at, ";") && (depth > 0 || !_tree.Is(at, ",")); seen++)
        {
            depth += _tree.Is(at, "<") ? 1 : _tree.Is(at, ">") ? -1 : 0;
            at = _tree.After(at);
        }

        return at;
    }

    /// <summary>The next name of <c>const a = 1, b = 2</c>; -1 where there is none, or where that is not certain.</summary>
    private int NextDeclared(int value)
    {
        for (var at = value; at < _tree.Count && !_tree.Is(at, ";") && !_tree.IsKind(at, TokenKind.Close) && !_tree.IsAnyName(at, Declaring); at = _tree.After(at))
        {
            if (_tree.Is(at, ","))
            {
                return _tree.IsKind(at + 1, TokenKind.Name) && (_tree.Is(at + 2, "=") || _tree.Is(at + 2, ":")) ? at + 1 : -1;
            }

            // Without a semicolon another statement may begin here.
            if (at > value && _tree[at].StartsLine)
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>Whether the names in a bracket are bound by it: parameters, destructured declarations.</summary>
    private bool Binds(int open)
    {
        var parent = _tree.Parent(open);
        var close = _tree.Partner(open);
        if (_tree.Is(open, "(") && close >= 0)
        {
            return !_tree.IsAnyName(open - 1, NoParameters) && IsParameterList(close);
        }

        // [host] = hosts and ({ host } = hosts) assign; hosts[host] = 1 does not.
        var assigns = close >= 0 && _tree.Is(close + 1, "=") && !_tree.IsKind(open - 1, TokenKind.Name) && !_tree.IsKind(open - 1, TokenKind.Close);
        return assigns || _tree.IsAnyName(open - 1, Declaring) || (parent >= 0 && _binds[parent]);
    }

    private bool IsParameterList(int close)
    {
        if (_tree.Is(close + 1, "=>") || _tree.Is(close + 1, "{"))
        {
            return true;
        }

        // A type of what is returned: (host: string): Promise<void> => …
        if (_tree.Is(close + 1, ":"))
        {
            var at = close + 2;
            for (var seen = 0; seen < 12 && at < _tree.Count && !_tree.Is(at, ";") && !_tree.Is(at, ","); seen++)
            {
                if (_tree.Is(at, "=>") || _tree.Is(at, "{"))
                {
                    return true;
                }

                at = _tree.After(at);
            }
        }

        return false;
    }
}
