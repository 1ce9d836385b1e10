using System.Text;

namespace PostHogProxy.Tool.Printing;

/// <summary>What was changed, as patch and git apply read it. Line ends are part of a line.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Empty where nothing differs.</summary>
    public static string Of(string file, string before, string after)
    {
        var old = Lines(before);
        var changed = Lines(after);
        var changes = LineChanges.Of(old, changed);
        var diff = new StringBuilder(changes.Count == 0 ? "" : $"--- {file}\n+++ {file}\n");
        for (var first = 0; first < changes.Count;)
        {
            var last = first;
            while (last + 1 < changes.Count && changes[last + 1].Old.Start - changes[last].Old.End <= 2 * Context)
            {
                last++;
            }

            AddHunk(diff, old, changed, changes[first..(last + 1)]);
            first = last + 1;
        }

        return diff.ToString();
    }

    private static void AddHunk(StringBuilder diff, List<string> old, List<string> changed, List<LineChange> changes)
    {
        var before = Math.Min(Context, changes[0].Old.Start);
        var behind = Math.Min(Context, old.Count - changes[^1].Old.End);
        diff.Append($"@@ -{Hunk(changes[0].Old.Start - before, changes[^1].Old.End + behind)} +{Hunk(changes[0].New.Start - before, changes[^1].New.End + behind)} @@\n");
        var at = changes[0].Old.Start - before;
        foreach (var change in changes)
        {
            Add(diff, ' ', old, at, change.Old.Start);
            Add(diff, '-', old, change.Old.Start, change.Old.End);
            Add(diff, '+', changed, change.New.Start, change.New.End);
            at = change.Old.End;
        }

        Add(diff, ' ', old, at, at + behind);
    }

    // An empty side starts at the line before it.
    private static string Hunk(int start, int end) => $"{(end > start ? start + 1 : start)},{end - start}";

    private static void Add(StringBuilder diff, char mark, List<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            diff.Append(mark).Append(lines[i]);
            if (lines[i][^1] != '\n')
            {
                diff.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
