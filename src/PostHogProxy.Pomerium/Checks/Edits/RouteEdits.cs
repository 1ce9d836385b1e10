using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>
/// Changes to one route that leave the rest of the file as it is, byte for byte. No change at all where none is safe: in what came in
/// through an alias or a merge key, a change would reach other routes too.
/// </summary>
internal static class RouteEdits
{
    private static readonly IReadOnlyList<TextEdit> None = [];

    /// <summary>A key written behind the route's <c>to</c> (or <c>from</c>).</summary>
    public static IReadOnlyList<TextEdit> Add(PomeriumConfiguration configuration, PomeriumRoute route, string key, string value)
    {
        var text = configuration.Text;
        var anchor = new[] { route.Find("to"), route.Find("from") }.FirstOrDefault(entry =>
            entry is { IsMerged: false } && IsInside(entry, route) && Lines.IsOne(text, entry.Range));
        if (anchor is null)
        {
            return None;
        }

        var name = configuration.IsZero ? ZeroNames.CamelCase(key) : key;
        if (route.Node.IsFlow)
        {
            var isJson = !anchor.Key.IsPlain;
            return [new(new(anchor.Range.End, 0), isJson ? $", \"{name}\": {Json(value)}" : $", {name}: {value}")];
        }

        var indent = new string(' ', Lines.Column(text, route.Node.Entries[0].Key.Range.Start));
        return [new(new(Lines.End(text, anchor.Range.End), 0), $"{Lines.Break(text)}{indent}{name}: {value}")];
    }

    /// <summary>An entry of the route taken out, with its line.</summary>
    public static IReadOnlyList<TextEdit> Remove(PomeriumConfiguration configuration, PomeriumRoute route, MappingEntry? entry)
    {
        if (entry is null || entry.IsMerged || !IsInside(entry, route))
        {
            return None;
        }

        return RemoveFrom(configuration.Text, route.Node, entry);
    }

    /// <summary>An entry of any mapping taken out.</summary>
    public static IReadOnlyList<TextEdit> RemoveFrom(string text, MappingNode mapping, MappingEntry entry)
    {
        var own = mapping.Entries.Where(other => !other.IsMerged).ToList();
        var at = own.FindIndex(other => other.Key == entry.Key);
        if (at < 0 || own.Count == 1)
        {
            return None;
        }

        if (mapping.IsFlow)
        {
            return at > 0
                ? [new(Between(own[at - 1].Range.End, entry.Range.End), "")]
                : [new(Between(entry.Range.Start, own[1].Range.Start), "")];
        }

        var start = Lines.Start(text, entry.Range.Start);
        var isAlone = text.Substring(start, entry.Range.Start - start).Trim().Length == 0;
        if (isAlone)
        {
            return [new(Between(start, Lines.Next(text, entry.Range.End)), "")];
        }

        // The first key stands behind the dash of its list: the next key takes its place.
        return at == 0 && own[1].Range.Start > entry.Range.End ? [new(Between(entry.Range.Start, own[1].Range.Start), "")] : None;
    }

    /// <summary>Another text in place of a value, in the quotes it had.</summary>
    public static IReadOnlyList<TextEdit> Replace(ScalarNode node, string value, PomeriumConfiguration configuration) =>
        [new(node.Range, Quoted(node, value, configuration))];

    /// <summary>A text as it would be written where the value stands.</summary>
    public static string Quoted(ScalarNode node, string value, PomeriumConfiguration configuration)
    {
        var written = configuration.Text.Length > node.Range.Start ? configuration.Text[node.Range.Start] : ' ';
        return node.IsPlain ? value
            : written == '"' ? Lines.Quoted(value)
            : written == '\'' ? $"'{value.Replace("'", "''")}'"
            : value;
    }

    /// <summary>An item added to a list, however the list is written.</summary>
    public static IReadOnlyList<TextEdit> AddToList(PomeriumConfiguration configuration, MappingEntry list, string item)
    {
        switch (list.Value)
        {
            case ScalarNode scalar:
                return Replace(scalar, scalar.Value.Length == 0 ? item : $"{scalar.Value},{item}", configuration);
            case SequenceNode { Items.Count: 0 } empty when empty.IsFlow:
                return [new(empty.Range, $"[{item}]")];
            case SequenceNode sequence when sequence.Items.Count > 0:
                var last = sequence.Items[sequence.Items.Count - 1];
                var isJson = last is ScalarNode { IsPlain: false };
                if (sequence.IsFlow)
                {
                    return [new(new(last.Range.End, 0), $", {(isJson ? Json(item) : item)}")];
                }

                var start = Lines.Start(configuration.Text, last.Range.Start);
                var dash = configuration.Text.Substring(start, last.Range.Start - start);
                return dash.Trim() == "-"
                    ? [new(new(Lines.End(configuration.Text, last.Range.End), 0), Lines.Break(configuration.Text) + dash + item)]
                    : None;
            default:
                return None;
        }
    }

    private static bool IsInside(MappingEntry entry, PomeriumRoute route) =>
        entry.Key.Range.Start >= route.Node.Range.Start && entry.Value.Range.Start >= entry.Key.Range.End && entry.Value.Range.End <= route.Node.Range.End;

    private static TextRange Between(int start, int end) => new(start, end - start);

    private static string Json(string value) =>
        value is "true" or "false" ? value
        : value.Length > 1 && value[0] == '[' ? $"[{Lines.Quoted(value.Substring(1, value.Length - 2))}]"
        : Lines.Quoted(value);
}
