using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// Values of the wrong shape: Pomerium does not load the file, or (a duration without a unit) reads nanoseconds. A mapping that several
/// aliases name is judged once, where it is written.
/// </summary>
internal static class ScalarReading
{
    public static void Judge(PomeriumConfiguration configuration, List<Finding> findings)
    {
        var seen = new HashSet<TextRange>();
        foreach (var entry in configuration.Root.Entries)
        {
            if (GlobalKeys.TryGet(entry.Name, out var shape) && ViperSettings.Kept(entry.Value) is { } kept)
            {
                Judge(entry with { Value = kept }, shape, seen, findings);
            }
        }

        foreach (var entry in configuration.Routes.SelectMany(route => route.Node.Entries))
        {
            // Zero's API takes its durations and booleans from JSON, not through viper.
            if (!configuration.IsZero && RouteKeys.ShapeOf(entry.Name) is { } shape)
            {
                Judge(entry, shape, seen, findings);
            }
        }
    }

    private static void Judge(MappingEntry entry, Shape shape, HashSet<TextRange> seen, List<Finding> findings)
    {
        if (seen.Add(entry.Key.Range))
        {
            shape.Judge(entry.Value, new ShapeProblems(findings, entry.Name, entry.Key.Range));
        }
    }
}
