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
            if (GlobalKeys.TryGet(entry.Name, out var kind))
            {
                Judge(entry, kind, seen, findings);
            }
        }

        foreach (var entry in configuration.Routes.SelectMany(route => route.Node.Entries))
        {
            // Zero's API takes its durations and booleans from JSON, not through viper.
            if (!configuration.IsZero && RouteKeys.TryGet(entry.Name, out var kind))
            {
                Judge(entry, kind, seen, findings);
            }
        }
    }

    private static void Judge(MappingEntry entry, KeyKind kind, HashSet<TextRange> seen, List<Finding> findings)
    {
        if (kind == KeyKind.Other || entry.Value is ScalarNode { IsNull: true } || !seen.Add(entry.Key.Range))
        {
            return;
        }

        if (Problem(entry, kind) is { } problem)
        {
            findings.Add(PomeriumFindingRules.BadScalar.Say(problem.Message, entry.Name, problem.Fix) with
            {
                Range = entry.Value.Range.Length > 0 ? entry.Value.Range : entry.Key.Range,
                Replacement = problem.Replacement,
            });
        }
    }

    private static (string Message, string Fix, string? Replacement)? Problem(MappingEntry entry, KeyKind kind)
    {
        if (entry.Scalar is not { } scalar)
        {
            return kind switch
            {
                KeyKind.List => entry.Value is SequenceNode list && list.Items.All(item => item is ScalarNode)
                    ? null
                    : ($"'{entry.Name}' takes a list of texts; Pomerium does not load the file.", "Write a list of texts.", null),
                KeyKind.Map when entry.Value is MappingNode => null,
                KeyKind.Map => ($"'{entry.Name}' takes names with values; Pomerium does not load the file.", "Write one name: value a line.", null),
                _ => ($"'{entry.Name}' takes a single value; Pomerium does not load the file.", "Write one value.", null),
            };
        }

        return kind switch
        {
            KeyKind.Flag => Flag(entry.Name, scalar),
            KeyKind.Duration => Duration(entry.Name, scalar),
            KeyKind.Map => ($"'{entry.Name}' takes names with values, not '{scalar.Value}'; Pomerium does not load the file.", "Write one name: value a line.", null),
            _ => null,
        };
    }

    private static (string, string, string?)? Flag(string name, ScalarNode scalar)
    {
        if (ScalarValue.Flag(scalar) is not null)
        {
            return null;
        }

        var meant = scalar.Value.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" => "true",
            "no" or "off" or "n" => "false",
            _ => null,
        };
        return (
            $"'{scalar.Value}' is no boolean to Pomerium, which does not load the file ('{name}').",
            meant is null ? "Write true or false." : $"Write {meant}.",
            meant);
    }

    private static (string, string, string?)? Duration(string name, ScalarNode scalar)
    {
        var duration = ScalarValue.Duration(scalar, out var nanoseconds);
        if (duration is not null && !nanoseconds)
        {
            return null;
        }

        var digits = scalar.Value.Length > 0 && scalar.Value.All(c => c is >= '0' and <= '9');
        var replacement = digits ? scalar.Value + "s" : null;
        var message = nanoseconds
            ? $"'{name}: {scalar.Value}' has no unit; Pomerium reads nanoseconds."
            : $"'{scalar.Value}' is no duration; Pomerium does not load the file ('{name}').";
        return (message, digits ? $"Write {scalar.Value}s for seconds." : "Write a number with its unit, such as 30s.", replacement);
    }
}
