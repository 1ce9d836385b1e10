namespace PostHogProxy.Tool.Printing;

/// <summary>Lines from one to before another, from 0.</summary>
internal readonly record struct LineSpan(int Start, int End);

/// <summary>Lines, and those that take their place.</summary>
internal readonly record struct LineChange(LineSpan Old, LineSpan New);

/// <summary>Where two texts differ, by the fewest lines that go and come (Myers, An O(ND) Difference Algorithm, 1986).</summary>
internal static class LineChanges
{
    // What every step of the search reached is kept, the square of the changed lines. Beyond so many of them all between is one change.
    private const int MostLines = 2000;

    public static List<LineChange> Of(List<string> old, List<string> changed)
    {
        var same = 0;
        while (same < old.Count && same < changed.Count && old[same] == changed[same])
        {
            same++;
        }

        var tail = 0;
        while (tail < old.Count - same && tail < changed.Count - same && old[^(tail + 1)] == changed[^(tail + 1)])
        {
            tail++;
        }

        var (oldEnd, newEnd) = (old.Count - tail, changed.Count - tail);
        List<LineChange> changes = same == oldEnd && same == newEnd ? []
            : Search(old[same..oldEnd], changed[same..newEnd]) is { } reached ? Walk(reached, same, oldEnd, newEnd)
            : [new(new(same, oldEnd), new(same, newEnd))];
        for (var i = 0; i < changes.Count; i++)
        {
            changes[i] = Slid(changes[i], i == 0 ? default : changes[i - 1], old, changed);
        }

        return changes;
    }

    // For every number of changed lines, how many old ones each diagonal (old less new lines) gets past; null where it takes too many.
    private static List<int[]>? Search(List<string> old, List<string> changed)
    {
        var reached = new List<int[]>();
        for (var lines = 0; lines <= MostLines; lines++)
        {
            var here = new int[(2 * lines) + 1];
            for (var diagonal = -lines; diagonal <= lines; diagonal += 2)
            {
                var at = lines == 0 ? 0 : Entered(reached[^1], lines, diagonal);
                while (at < old.Count && at - diagonal < changed.Count && old[at] == changed[at - diagonal])
                {
                    at++;
                }

                here[diagonal + lines] = at;
                if (at >= old.Count && at - diagonal >= changed.Count)
                {
                    return reached;
                }
            }

            reached.Add(here);
        }

        return null;
    }

    private static List<LineChange> Walk(List<int[]> reached, int same, int oldEnd, int newEnd)
    {
        var changes = new List<LineChange>();
        var (diagonal, shift) = (oldEnd - newEnd, same);
        for (var lines = reached.Count; lines > 0; lines--)
        {
            var comes = Comes(reached[lines - 1], lines, diagonal);
            var oldAt = Entered(reached[lines - 1], lines, diagonal) + shift;
            var newAt = oldAt - diagonal;
            var change = comes ? new LineChange(new(oldAt, oldAt), new(newAt - 1, newAt)) : new(new(oldAt - 1, oldAt), new(newAt, newAt));
            if (changes.Count > 0 && changes[^1].Old.Start == oldAt && changes[^1].New.Start == newAt)
            {
                changes[^1] = new(new(change.Old.Start, changes[^1].Old.End), new(change.New.Start, changes[^1].New.End));
            }
            else
            {
                changes.Add(change);
            }

            diagonal += comes ? 1 : -1;
        }

        changes.Reverse();
        return changes;
    }

    // Whether the last changed line of a diagonal is a new one.
    private static bool Comes(int[] before, int lines, int diagonal) =>
        diagonal == -lines || (diagonal != lines && before[diagonal + lines - 2] < before[diagonal + lines]);

    private static int Entered(int[] before, int lines, int diagonal) =>
        Comes(before, lines, diagonal) ? before[diagonal + lines] : before[diagonal + lines - 2] + 1;

    // Lines that could as well stand some lines earlier begin where the indentation is least, as an item of a list does.
    private static LineChange Slid(LineChange change, LineChange before, List<string> old, List<string> changed)
    {
        if (change.Old.Start < change.Old.End && change.New.Start < change.New.End)
        {
            return change;
        }

        var (lines, span) = change.Old.Start < change.Old.End ? (old, change.Old) : (changed, change.New);
        var best = 0;
        for (var up = 1; up <= change.Old.Start - before.Old.End && lines[span.Start - up] == lines[span.End - up]; up++)
        {
            best = Indent(lines[span.Start - up]) < Indent(lines[span.Start - best]) ? up : best;
        }

        return new(new(change.Old.Start - best, change.Old.End - best), new(change.New.Start - best, change.New.End - best));
    }

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
}
