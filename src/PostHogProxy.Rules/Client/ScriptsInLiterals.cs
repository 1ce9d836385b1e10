using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads the scripts that stand in literals: <c>&lt;Script&gt;{`…`}&lt;/Script&gt;</c>, <c>dangerouslySetInnerHTML</c>, pages put
/// together from templates. What is only shown (<see cref="ShownLiterals"/>) is none, nor is what nothing runs (<see cref="RunningLiterals"/>).
/// </summary>
internal sealed class ScriptsInLiterals
{
    private static readonly HashSet<string> Running = ["__html", "innerHTML", "outerHTML"];

    private readonly ScriptTree _tree;
    private readonly ShownLiterals _shown;
    private readonly RunningLiterals _running;

    private int _templates;

    public ScriptsInLiterals(ScriptTree tree)
    {
        var uses = new NameUses(tree);
        (_tree, _shown, _running) = (tree, new(tree, uses), new(tree, uses));
    }

    /// <summary>Reads the literal that starts at a token. The tokens come in order: that tells how deep a template lies in others.</summary>
    public void Find(int index, List<ClientSetup> found)
    {
        if (!_tree.Is(index, "`"))
        {
            FindInString(index, found);
        }
        else if (_tree.IsKind(index, TokenKind.Close))
        {
            _templates -= _tree.Partner(index) >= 0 ? 1 : 0;
        }
        else if (_tree.Partner(index) > index)
        {
            _templates++;
            var level = _tree.View.Level + _templates;
            var inside = _tree.Inside(index);
            if (level <= ScriptView.DeepestLevel && ScriptReader.MayHold(_tree.Text, inside.Start, inside.End) && !_shown.Has(index)
                && (HasScript(inside) || _running.Has(index)))
            {
                Find(inside, Holes(index), level, found);
            }
        }
    }

    private void FindInString(int index, List<ClientSetup> found)
    {
        if (_tree.IsKind(index, TokenKind.String) && _tree.IsAnyName(index - 2, Running) && (_tree.Is(index - 1, ":") || _tree.Is(index - 1, "=")))
        {
            Find(_tree.Inside(index), [], _tree.View.Level + 1, found);
        }
    }

    private void Find(TextRange inside, List<TextRange> holes, int level, List<ClientSetup> found)
    {
        _tree.Steps.Take(inside.Length);
        var view = new ScriptView(inside.Start, inside.End, holes, HasJsx: false, level);
        if (HasScript(inside))
        {
            MarkupReader.Find(_tree.Text, view, _tree.Steps, found);
        }
        else
        {
            ScriptReader.Find(_tree.Text, view, _tree.Steps, found);
        }
    }

    private bool HasScript(TextRange inside) => _tree.Text.IndexOf("<script", inside.Start, inside.Length, StringComparison.OrdinalIgnoreCase) >= 0;

    private List<TextRange> Holes(int template)
    {
        var holes = new List<TextRange>();
        var close = _tree.Partner(template);
        var inside = _tree.Inside(template);
        var outer = _tree.View.HoleFrom(inside.Start);
        for (var i = template + 1; i < close; i = _tree.After(i))
        {
            // Holes of the literal around this one are holes here too.
            for (; outer < _tree.View.Holes.Count && _tree.View.Holes[outer].Start < _tree[i].Start; outer++)
            {
                holes.Add(_tree.View.Holes[outer]);
            }

            if (_tree.Partner(i) > i)
            {
                var hole = _tree.RangeOf(i, _tree.Partner(i) + 1);
                holes.Add(hole);
                for (; outer < _tree.View.Holes.Count && _tree.View.Holes[outer].Start < hole.End; outer++)
                {
                }
            }
        }

        for (; outer < _tree.View.Holes.Count && _tree.View.Holes[outer].Start < inside.End; outer++)
        {
            holes.Add(_tree.View.Holes[outer]);
        }

        return holes;
    }
}
