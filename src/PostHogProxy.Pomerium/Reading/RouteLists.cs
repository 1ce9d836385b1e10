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
        var items = entry.Value is SequenceNode sequence ? sequence.Items : [entry.Value];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is MappingNode node)
            {
                routes.Add(new PomeriumRoute(routes.Count, node, list, i, isZero));
            }
            else if (items[i] is not ScalarNode { IsNull: true })
            {
                findings.Add(PomeriumFindingRules.BadScalar.Say(
                    $"An entry of {list} is no mapping; Pomerium does not load the file.",
                    $"{list}[{i}]",
                    "Write a route with from: and to:.") with
                { Range = items[i].Range });
            }
        }
    }
}
