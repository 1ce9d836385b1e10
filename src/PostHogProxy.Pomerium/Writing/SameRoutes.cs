using System.Text;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>Whether a patched file still says all that it said: a value that ran into a new line, or an anchor that got another value, would not show in the lines.</summary>
internal static class SameRoutes
{
    /// <summary>Whether one file has what the other has, and so many routes more.</summary>
    public static bool But(int added, PomeriumConfiguration before, PomeriumConfiguration after)
    {
        var (old, now) = (Written(before), Written(after));
        var counts = now.GroupBy(route => route).ToDictionary(same => same.Key, same => same.Count());
        return now.Count == old.Count + added
            && old.GroupBy(route => route).All(same => counts.TryGetValue(same.Key, out var count) && count >= same.Count())
            && Others(before) == Others(after);
    }

    private static List<string> Written(PomeriumConfiguration configuration) => [.. configuration.Routes.Select(route => Written(route.Node))];

    private static string Others(PomeriumConfiguration configuration) =>
        string.Join("\n", configuration.Root.Entries.Where(entry => !IsList(entry)).Select(entry => entry.Name + ": " + Written(entry.Value)));

    private static bool IsList(MappingEntry entry) => entry.Name.ToUpperInvariant() is "ROUTES" or "POLICY";

    public static string Written(ConfigurationNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    // The depth is bounded by the reader, as is the size with all aliases unfolded.
    private static void Write(ConfigurationNode node, StringBuilder text)
    {
        switch (node)
        {
            case ScalarNode scalar:
                text.Append(scalar.Value.Length).Append(scalar.IsPlain ? ':' : '"').Append(scalar.Value);
                break;
            case SequenceNode sequence:
                text.Append('[');
                foreach (var item in sequence.Items)
                {
                    Write(item, text);
                }

                text.Append(']');
                break;
            case MappingNode mapping:
                text.Append('{');
                foreach (var entry in mapping.Entries)
                {
                    Write(entry.Key, text);
                    Write(entry.Value, text);
                }

                text.Append('}');
                break;
        }
    }
}
