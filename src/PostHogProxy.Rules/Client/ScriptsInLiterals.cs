using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads the scripts that stand in literals: <c>&lt;Script&gt;{`…`}&lt;/Script&gt;</c>, <c>dangerouslySetInnerHTML</c>, pages put
/// together from templates. What is only shown (<see cref="ShownLiterals"/>) is none, nor is what nothing runs (<see cref="RunningLiterals"/>).
/// </summary>
internal sealed class ScriptsInLiterals(ScriptTree tree)
{
    private static readonly HashSet<string> Running = ["__html", "innerHTML", "outerHTML"];

    private readonly ShownLiterals _shown = new(tree);

    private readonly RunningLiterals _running = new(tree);

    private int _templates;

    /// <summary>Reads the literal that starts at a token. The tokens come in order: that tells how deep a template lies in others.</summary>
    public void Find(int index, List<ClientSetup> found)
    {
        if (!tree.Is(index, "`"))
        {
            FindInString(index, found);
        }
        else if (tree.IsKind(index, TokenKind.Close))
        {
            _templates -= tree.Partner(index) >= 0 ? 1 : 0;
        }
        else if (tree.Partner(index) > index)
        {
            _templates++;
            var level = tree.View.Level + _templates;
            var inside = tree.Inside(index);
            if (level <= ScriptView.DeepestLevel && ScriptReader.MayHold(tree.Text, inside.Start, inside.End) && !_shown.Has(index)
                && (HasScript(inside) || _running.Has(index)))
            {
                Find(inside, Holes(index), level, found);
            }
        }
    }

    private void FindInString(int index, List<ClientSetup> found)
    {
        if (tree.IsKind(index, TokenKind.String) && tree.IsAnyName(index - 2, Running) && (tree.Is(index - 1, ":") || tree.Is(index - 1, "=")))
        {
            Find(tree.Inside(index), [], tree.View.Level + 1, found);
        }
    }

    private void Find(TextRange inside, List<TextRange> holes, int level, List<ClientSetup> found)
    {
        tree.Steps.Take(inside.Length);
        var view = new ScriptView(inside.Start, inside.End, holes, HasJsx: false, level);
        if (HasScript(inside))
        {
            MarkupReader.Find(tree.Text, view, tree.Steps, found);
        }
        else
        {
            ScriptReader.Find(tree.Text, view, tree.Steps, found);
        }
    }

    private bool HasScript(TextRange inside) => tree.Text.IndexOf("<script", inside.Start, inside.Length, StringComparison.OrdinalIgnoreCase) >= 0;

    private List<TextRange> Holes(int template)
    {
        var holes = new List<TextRange>();
        var close = tree.Partner(template);
        var inside = tree.Inside(template);
        var outer = tree.View.HoleFrom(inside.Start);
        for (var i = template + 1; i < close; i = tree.After(i))
        {
            // Holes of the literal around this one are holes here too.
            for (; outer < tree.View.Holes.Count && tree.View.Holes[outer].Start < tree[i].Start; outer++)
            {
                holes.Add(tree.View.Holes[outer]);
            }

            if (tree.Partner(i) > i)
            {
                var hole = tree.RangeOf(i, tree.Partner(i) + 1);
                holes.Add(hole);
                for (; outer < tree.View.Holes.Count && tree.View.Holes[outer].Start < hole.End; outer++)
                {
                }
            }
        }

        for (; outer < tree.View.Holes.Count && tree.View.Holes[outer].Start < inside.End; outer++)
        {
            holes.Add(tree.View.Holes[outer]);
        }

        return holes;
    }
}
