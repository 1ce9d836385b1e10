using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks.Edits;

/// <summary>Routes written in brackets: as JSON where the keys beside them have quotes, and on lines of their own where the others are.</summary>
internal static class FlowRoutes
{
    /// <summary>New items before one of a list in brackets, or behind it.</summary>
    public static IReadOnlyList<TextEdit> Insert(
        string text, ConfigurationNode beside, bool behind, IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> routes)
    {
        var isJson = beside is MappingNode { Entries.Count: > 0 } first && !first.Entries[0].Key.IsPlain;
        var start = Lines.Start(text, beside.Range.Start);
        var hasOwnLine = Lines.FirstSign(text, start) == beside.Range.Start;
        if (!hasOwnLine)
        {
            var items = string.Join(", ", routes.Select(route => OnOneLine(route, isJson)));
            return [behind ? new(new(beside.Range.End, 0), ", " + items) : new(new(beside.Range.Start, 0), items + ", ")];
        }

        var end = Lines.Break(text);
        var indent = text.Substring(start, beside.Range.Start - start);
        var isSpread = !Lines.IsOne(text, beside.Range);
        var step = isSpread && beside is MappingNode { Entries.Count: > 0 } spread ? Math.Max(1, Lines.Column(text, spread.Entries[0].Key.Range.Start) - indent.Length) : 2;
        var written = routes.Select(route => isSpread ? OnLines(route, isJson, indent, step, end) : OnOneLine(route, isJson));
        return behind
            ? [new(new(beside.Range.End, 0), string.Concat(written.Select(item => "," + end + indent + item)))]
            : [new(new(start, 0), string.Concat(written.Select(item => indent + item + "," + end)))];
    }

    public static string OnOneLine(IReadOnlyList<KeyValuePair<string, string>> route, bool isJson) =>
        "{" + string.Join(", ", route.Select(key => Entry(key, isJson))) + "}";

    public static string OnLines(IReadOnlyList<KeyValuePair<string, string>> route, bool isJson, string indent, int step, string end)
    {
        var inner = indent + new string(' ', step);
        return "{" + end + string.Join("," + end, route.Select(key => inner + Entry(key, isJson))) + end + indent + "}";
    }

    private static string Entry(KeyValuePair<string, string> key, bool isJson)
    {
        var isPlain = key.Value is "true" or "false" || (!isJson && key.Value.All(IsPlain));
        var value = key.Value == "[Cookie]" ? (isJson ? "[\"Cookie\"]" : key.Value) : isPlain ? key.Value : Lines.Quoted(key.Value);
        return isJson ? $"\"{key.Key}\": {value}" : $"{key.Key}: {value}";
    }

    private static bool IsPlain(char c) => c is '/' or '-' or '_' or '.' or ':' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
