using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>Routes moved and added as whole lines, with the comment right above them. Nothing where the routes are not items of one list, each written where it stands.</summary>
internal static class RouteMoves
{
    /// <summary>One route put behind a later one.</summary>
    public static IReadOnlyList<TextEdit> Behind(PomeriumConfiguration configuration, PomeriumRoute moved, PomeriumRoute last) =>
        Move(configuration, moved, last, behind: true);

    /// <summary>One route put before an earlier one.</summary>
    public static IReadOnlyList<TextEdit> Before(PomeriumConfiguration configuration, PomeriumRoute moved, PomeriumRoute first) =>
        Move(configuration, moved, first, behind: false);

    /// <summary>New routes put before one, or behind it. Each is a list of keys with values as they are to be written.</summary>
    public static IReadOnlyList<TextEdit> Insert(
        PomeriumConfiguration configuration, PomeriumRoute beside, bool behind, IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> routes)
    {
        if (configuration.IsZero || ListOf(configuration, beside) is not { } list)
        {
            return [];
        }

        var text = configuration.Text;
        if (list.IsFlow)
        {
            return Written(list)[beside.Position] ? FlowRoutes.Insert(text, list.Items[beside.Position], behind, [.. routes]) : [];
        }

        if (ListLines.Of(text, list) is not { } lines)
        {
            return [];
        }

        var end = Lines.Break(text);
        var dash = lines.Dash(beside.Position);
        var indent = new string(' ', dash.Length);
        var block = string.Concat(routes.Select(route => dash + string.Join(end + indent, route.Select(key => $"{key.Key}: {key.Value}")) + end));
        return [behind ? Behind(text, lines.End(beside.Position), block) : new(new(lines.Start(beside.Position), 0), block)];
    }

    private static IReadOnlyList<TextEdit> Move(PomeriumConfiguration configuration, PomeriumRoute moved, PomeriumRoute beside, bool behind)
    {
        if (moved.List != beside.List || ListOf(configuration, moved) is not { } list)
        {
            return [];
        }

        var text = configuration.Text;
        if (list.IsFlow)
        {
            return Turn(text, list, moved.Position, beside.Position);
        }

        if (ListLines.Of(text, list) is not { } lines)
        {
            return [];
        }

        var from = new TextRange(lines.Start(moved.Position), lines.End(moved.Position) - lines.Start(moved.Position));
        var written = text.Substring(from.Start, from.Length);
        if (behind)
        {
            return [new(from, ""), Behind(text, lines.End(beside.Position), written)];
        }

        // The last line of a text may have no break: the break before it then goes, and the text ends without one as before.
        var end = Lines.Break(text);
        var hasBreak = written[written.Length - 1] == '\n';
        var cut = hasBreak ? 0 : end.Length;
        return [new(new(lines.Start(beside.Position), 0), hasBreak ? written : written + end), new(new(from.Start - cut, from.Length + cut), "")];
    }

    // The texts of the items from one to the other each go one place on, and the moved one's takes the place that is left.
    private static IReadOnlyList<TextEdit> Turn(string text, SequenceNode list, int moved, int beside)
    {
        var step = Math.Sign(beside - moved);
        var isWritten = Written(list);
        var places = Enumerable.Range(Math.Min(moved, beside), Math.Abs(beside - moved) + 1).ToList();
        return places.TrueForAll(place => isWritten[place])
            ? [.. places.Select(place => new TextEdit(list.Items[place].Range, Text(place == beside ? moved : place + step)))]
            : [];

        string Text(int place) => text.Substring(list.Items[place].Range.Start, list.Items[place].Range.Length);
    }

    private static TextEdit Behind(string text, int at, string lines) => at > 0 && text[at - 1] == '\n'
        ? new(new(at, 0), lines)
        : new(new(at, 0), Lines.Break(text) + lines.TrimEnd('\r', '\n'));

    private static SequenceNode? ListOf(PomeriumConfiguration configuration, PomeriumRoute route) => configuration.Root.Find(route.List)?.Value as SequenceNode;

    // Which items stand in the list: an alias is the node it names, which stands before the list or before the item it follows.
    private static bool[] Written(SequenceNode list)
    {
        var written = new bool[list.Items.Count];
        var end = list.Range.Start;
        for (var i = 0; i < written.Length; i++)
        {
            written[i] = list.Items[i].Range.Start >= end;
            end = Math.Max(end, list.Items[i].Range.End);
        }

        return written;
    }
}
