using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>The list of routes itself, for a file that has none or an empty one.</summary>
internal static class FirstRoutes
{
    public static IReadOnlyList<TextEdit> In(PomeriumConfiguration configuration, ProxyDescription proxy)
    {
        var (text, root) = (configuration.Text, configuration.Root);
        var end = Lines.Break(text);
        var written = root.Entries.FirstOrDefault(entry => entry.Name.Equals("routes", StringComparison.OrdinalIgnoreCase));
        if (written is not null && !IsEmpty(written.Value))
        {
            // Whatever it is, somebody meant something by it.
            return [];
        }

        if (root.IsFlow)
        {
            return written is null ? InBrackets(text, root, proxy, end) : written.Value is SequenceNode { IsFlow: true } ? [new(written.Value.Range, Bracketed(root, proxy))] : [];
        }

        var indent = root.Entries.Count == 0 ? "" : new string(' ', Lines.Column(text.TrimStart('\uFEFF'), root.Entries[0].Key.Range.Start - (text[0] == '\uFEFF' ? 1 : 0)));
        var lines = string.Concat(CoreWriter.Routes(proxy).TrimEnd('\n').Split('\n').Select(line => indent + line + end));
        if (written is not null)
        {
            // routes: [] or ~ or nothing: what stands behind the colon goes, a comment behind it stays.
            var colon = text.IndexOf(':', written.Key.Range.End) + 1;
            var after = Math.Max(colon, written.Value.Range.End);
            return written.IsMerged || !Lines.IsOne(text, new(colon, after - colon)) ? [] : [new(new(colon, after - colon), ""), Line(text, Lines.Next(text, after), lines.Substring(lines.IndexOf('\n') + 1))];
        }

        return [Line(text, EndOfDocument(text, root), lines)];
    }

    private static bool IsEmpty(ConfigurationNode value) => value is SequenceNode { Items.Count: 0 } or ScalarNode { IsNull: true };

    private static TextEdit Line(string text, int at, string lines) =>
        at == 0 || text[at - 1] is '\n' or '\uFEFF' ? new(new(at, 0), lines) : new(new(at, 0), Lines.Break(text) + lines.TrimEnd('\r', '\n'));

    private static IReadOnlyList<TextEdit> InBrackets(string text, MappingNode root, ProxyDescription proxy, string end)
    {
        var list = "\"routes\": " + Bracketed(root, proxy);
        if (root.Entries.Count == 0)
        {
            return [new(new(root.Range.Start + 1, 0), list)];
        }

        var first = root.Entries[0].Key.Range.Start;
        var start = Lines.Start(text, first);
        return Lines.FirstSign(text, start) == first
            ? [new(new(start, 0), new string(' ', first - start) + list + "," + end)]
            : [new(new(first, 0), list + ", ")];
    }

    private static string Bracketed(MappingNode root, ProxyDescription proxy) =>
        "[" + string.Join(", ", ProxyRoutes.Of(proxy).Select(route => FlowRoutes.OnOneLine(route.Keys, root.Entries.All(entry => !entry.Key.IsPlain)))) + "]";

    // Pomerium reads the first document only.
    private static int EndOfDocument(string text, MappingNode root)
    {
        for (var line = Lines.Next(text, root.Range.End); root.Entries.Count > 0 && line < text.Length; line = Lines.Next(text, line))
        {
            if (string.CompareOrdinal(text, line, "---", 0, 3) == 0 || string.CompareOrdinal(text, line, "...", 0, 3) == 0)
            {
                return line;
            }
        }

        return text.Length;
    }
}
