using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>Routes moved and added as whole lines, with the comment right above them.</summary>
internal static class RouteMoves
{
    /// <summary>One route put behind another of the same list; nothing where the two are not written in one list as items of their own.</summary>
    public static IReadOnlyList<TextEdit> Behind(PomeriumConfiguration configuration, PomeriumRoute moved, PomeriumRoute last)
    {
        if (ListOf(configuration, moved, last) is not { } list)
        {
            return [];
        }

        var text = configuration.Text;
        if (list.IsFlow)
        {
            // The texts of the items from one to the other move up by one place.
            return
            [
                .. Enumerable.Range(moved.Position, last.Position - moved.Position + 1).Select(i =>
                    new TextEdit(list.Items[i].Range, Written(text, list.Items[i == last.Position ? moved.Position : i + 1].Range))),
            ];
        }

        if (LinesOf(text, list, moved.Position) is not { } from || LinesOf(text, list, last.Position) is not { } behind)
        {
            return [];
        }

        var lines = Written(text, from);
        var hasBreak = behind.End > 0 && text[behind.End - 1] == '\n';
        return [new(from, ""), new(new(behind.End, 0), hasBreak ? lines : Lines.Break(text) + lines.TrimEnd('\r', '\n'))];
    }

    /// <summary>New routes put before one, or behind it. Each is a list of keys with values as they are to be written.</summary>
    public static IReadOnlyList<TextEdit> Insert(
        PomeriumConfiguration configuration, PomeriumRoute beside, bool behind, IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> routes)
    {
        if (configuration.IsZero || ListOf(configuration, beside, beside) is not { } list)
        {
            return [];
        }

        var text = configuration.Text;
        var range = list.Items[beside.Position].Range;
        if (list.IsFlow)
        {
            var items = string.Join(", ", routes.Select(Flow));
            return [behind ? new(new(range.End, 0), ", " + items) : new(new(range.Start, 0), items + ", ")];
        }

        if (LinesOf(text, list, beside.Position) is not { } lines)
        {
            return [];
        }

        var end = Lines.Break(text);
        var start = Lines.Start(text, range.Start);
        var first = text.Substring(start, range.Start - start);
        var indent = new string(' ', first.Length);
        var block = string.Concat(routes.Select(route => first + string.Join(end + indent, route.Select(key => $"{key.Key}: {key.Value}")) + end));
        if (!behind)
        {
            return [new(new(lines.Start, 0), block)];
        }

        return text[lines.End - 1] == '\n' ? [new(new(lines.End, 0), block)] : [new(new(lines.End, 0), end + block.TrimEnd('\r', '\n'))];
    }

    private static string Flow(IReadOnlyList<KeyValuePair<string, string>> route) => "{" + string.Join(", ", route.Select(key => $"\"{key.Key}\": {Json(key.Value)}")) + "}";

    private static string Json(string value) => value is "true" or "false" ? value : value == "[Cookie]" ? "[\"Cookie\"]" : Lines.Quoted(value);

    private static SequenceNode? ListOf(PomeriumConfiguration configuration, PomeriumRoute one, PomeriumRoute other)
    {
        var list = configuration.Root.Find(one.List)?.Value as SequenceNode;
        var isWritten = list is not null && one.List == other.List && Enumerable.Range(one.Position, other.Position - one.Position + 1)
            .All(i => list.Items[i].Range.Start >= list.Range.Start && list.Items[i].Range.End <= list.Range.End && (i == 0 || list.Items[i].Range.Start > list.Items[i - 1].Range.Start));
        return isWritten ? list : null;
    }

    // From the comment above the dash to the end of the last line.
    private static TextRange? LinesOf(string text, SequenceNode list, int position)
    {
        var range = list.Items[position].Range;
        var start = Lines.Start(text, range.Start);
        if (text.Substring(start, range.Start - start).Trim() != "-")
        {
            return null;
        }

        while (start > 0)
        {
            var above = Lines.Start(text, start - 1);
            var line = text.Substring(above, start - above).TrimStart();
            if (line.Length == 0 || line[0] != '#')
            {
                break;
            }

            start = above;
        }

        return new(start, Lines.Next(text, range.End) - start);
    }

    private static string Written(string text, TextRange range) => text.Substring(range.Start, range.Length);
}
