using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>One change to a text. An empty range inserts, an empty text removes.</summary>
internal sealed record TextEdit(TextRange Range, string Text)
{
    /// <summary>Whether two of them want the same piece of the text.</summary>
    public static bool Overlap(IReadOnlyList<TextEdit> edits)
    {
        var end = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Range.Start).ThenBy(edit => edit.Range.End))
        {
            if (edit.Range.Start < end)
            {
                return true;
            }

            end = edit.Range.End;
        }

        return false;
    }

    /// <summary>The text with all changes made. They must not overlap.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        foreach (var edit in edits.OrderByDescending(edit => edit.Range.Start).ThenByDescending(edit => edit.Range.End))
        {
            text = text.Remove(edit.Range.Start, edit.Range.Length).Insert(edit.Range.Start, edit.Text);
        }

        return text;
    }
}
