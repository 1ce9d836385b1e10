using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>What was read of a text inside a file, with the places of the file.</summary>
internal static class MovedNodes
{
    public static ConfigurationNode Of(ConfigurationNode node, InnerPlaces places) => node switch
    {
        ScalarNode scalar => Scalar(scalar, places),
        SequenceNode list => new SequenceNode(places.ToOuter(list.Range), [.. list.Items.Select(item => Of(item, places))], list.IsFlow),
        MappingNode mapping => new MappingNode(
            places.ToOuter(mapping.Range),
            [.. mapping.Entries.Select(entry => new MappingEntry(Scalar(entry.Key, places), Of(entry.Value, places), entry.IsMerged))],
            mapping.IsFlow),
        _ => node,
    };

    private static ScalarNode Scalar(ScalarNode scalar, InnerPlaces places) => new(places.ToOuter(scalar.Range), scalar.Value, scalar.IsPlain);
}
