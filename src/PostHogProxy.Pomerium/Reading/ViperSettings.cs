using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// What viper hands on of the file's own options: it takes mappings apart into paths and puts them together again, so that a mapping in
/// which no value is left is not there (viper, getSettings). Lists, and with them the routes, stay as they are.
/// </summary>
internal static class ViperSettings
{
    /// <summary>The value without what is dropped; null where nothing is left.</summary>
    public static ConfigurationNode? Kept(ConfigurationNode value)
    {
        switch (value)
        {
            case ScalarNode { IsNull: true }:
                return null;
            case MappingNode mapping:
                var entries = new List<MappingEntry>(mapping.Entries.Count);
                foreach (var entry in mapping.Entries)
                {
                    if (Kept(entry.Value) is { } kept)
                    {
                        entries.Add(entry with { Value = kept });
                    }
                }

                return entries.Count == 0 ? null : new MappingNode(mapping.Range, entries, mapping.IsFlow);
            default:
                return value;
        }
    }
}
