using System.Text;

namespace PostHogProxy.Tool.Printing;

/// <summary>One hunk from the first changed line to the last, as patch and git apply read it. Line ends are part of a line.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Empty where nothing differs.</summary>
    public static string Of(string file, string before, string after)
    {
        var old = Lines(before);
        var changed = Lines(after);
        var same = 0;
        while (same < old.Count && same < changed.Count && old[same] == changed[same])
        {
            same++;
        }

        if (same == old.Count && same == changed.Count)
        {
            return "";
        }

        var tail = 0;
        while (tail < old.Count - same && tail < changed.Count - same && old[^(tail + 1)] == changed[^(tail + 1)])
        {
            tail++;
        }

        var start = Math.Max(0, same - Context);
        var behind = Math.Min(tail, Context);
        var diff = new StringBuilder($"--- {file}\n+++ {file}\n");
        diff.Append($"@@ -{Hunk(start, old.Count - tail + behind)} +{Hunk(start, changed.Count - tail + behind)} @@\n");
        Add(diff, ' ', old, start, same);
        Add(diff, '-', old, same, old.Count - tail);
        Add(diff, '+', changed, same, changed.Count - tail);
        Add(diff, ' ', old, old.Count - tail, old.Count - tail + behind);
        return diff.ToString();
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
