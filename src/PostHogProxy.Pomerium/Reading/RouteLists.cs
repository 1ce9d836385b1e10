using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>Finds the routes: the entries of <c>policy:</c>, the older name, then those of <c>routes:</c> (P:config/options.go, GetAllPolicies).</summary>
internal static class RouteLists
{
    public static IReadOnlyList<PomeriumRoute> Read(MappingNode root, bool isZero, List<Finding> findings)
    {
        var routes = new List<PomeriumRoute>();
        foreach (var list in isZero ? new[] { "routes" } : ["policy", "routes"])
        {
            if (root.Find(list) is { } entry)
            {
                ReadList(entry, list, isZero, routes, findings);
            }
        }

        return routes;
    }

    private static void ReadList(MappingEntry entry, string list, bool isZero, List<PomeriumRoute> routes, List<Finding> findings)
    {
        // A single mapping is a list of one to viper's weak decoding.
        var items = entry.Value switch
        {
            SequenceNode sequence => sequence.Items,
            MappingNode { Entries.Count: 0 } => [],
            ScalarNode { IsPlain: true } or ScalarNode { Value.Length: > 0 } when IsEncoded((ScalarNode)entry.Value) => [],
            _ => [entry.Value],
        };
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is MappingNode node)
            {
                routes.Add(new PomeriumRoute(routes.Count, node, list, i, isZero));
            }
            else if (!isZero || items[i] is not ScalarNode { IsNull: true })
            {
                var isEmpty = items[i] is ScalarNode { IsNull: true };
                findings.Add((isEmpty ? PomeriumFindingRules.BadAddress : PomeriumFindingRules.BadScalar).Say(
                    isEmpty ? $"An entry of {list} is empty, so it's a route without from. Pomerium does not load the file." : $"An entry of {list} isn't a mapping. Pomerium does not load the file.",
                    $"{list}[{i}]",
                    isEmpty ? "Remove the dash, or write a route with from: and to:." : "Write a route with from: and to:.") with
                { Range = items[i].Range.Length > 0 ? items[i].Range : Before(items[i], entry) });
            }
        }
    }

    // What stands in the environment in base64 may stand in the file so (P:config/custom.go, DecodePolicyBase64Hook). It is not looked into.
    private static bool IsEncoded(ScalarNode text) => text.Value.Length > 0 && !text.Value.Contains(',') && GoBase64.Decode(text.Value) is not null;

    // An empty entry is a dash and nothing behind it.
    private static TextRange Before(ConfigurationNode item, MappingEntry list) => item.Range.Start > list.Key.Range.End ? new(item.Range.Start - 1, 1) : list.Key.Range;
}
