using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>The claims that a route asks of its users: names with values, a list of such mappings, or either as a JSON text.</summary>
internal static class IdentityClaims
{
    /// <summary>Whether there is a claim with a value. A claim without values asks nothing.</summary>
    public static bool AreAsked(ConfigurationNode value) =>
        Of(value).GroupBy(claim => claim.Name, StringComparer.Ordinal).Any(same => same.Last().HasValues);

    private static IEnumerable<(string Name, bool HasValues)> Of(ConfigurationNode value) => value switch
    {
        // viper writes the keys of YAML small. Those of a JSON text it doesn't see.
        MappingNode mapping => mapping.Entries.Select(entry => (entry.Name.ToLowerInvariant(), ListShape.HasItems(entry.Value))),
        SequenceNode list => list.Items.SelectMany(Of),
        ScalarNode text when JsonText.Parse(text) is MappingNode json => Flattened(json, ""),
        _ => [],
    };

    // P:pkg/identity/claims.go, FlattenedClaims.UnmarshalJSON: what is no list is a list of one, null too.
    private static IEnumerable<(string Name, bool HasValues)> Flattened(MappingNode json, string parent) => LastOfEach(json).SelectMany(entry => entry.Value switch
    {
        MappingNode inner => Flattened(inner, $"{parent}{entry.Name}."),
        SequenceNode list => [(parent + entry.Name, list.Items.Count > 0)],
        _ => [(parent + entry.Name, true)],
    });

    // encoding/json: of the same key, the last counts.
    private static IEnumerable<MappingEntry> LastOfEach(MappingNode json) => json.Entries.GroupBy(entry => entry.Name, StringComparer.Ordinal).Select(same => same.Last());
}
