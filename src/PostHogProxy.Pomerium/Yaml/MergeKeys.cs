using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Yaml;

/// <summary>
/// The entries of a mapping with its merge keys resolved as go-yaml v3 does: what is written wins over what is merged, wherever the
/// merge key stands, and of several merged mappings the first wins. Keys written twice are told here, where each mapping is seen once.
/// </summary>
internal static class MergeKeys
{
    private const string MergeKey = "<<";

    public static IReadOnlyList<MappingEntry> Apply(List<MappingEntry> own, List<Finding> findings)
    {
        var seen = new Dictionary<string, MappingEntry>(StringComparer.OrdinalIgnoreCase);
        var entries = new List<MappingEntry>(own.Count);
        foreach (var entry in own)
        {
            // Also of merge keys go-yaml takes one only.
            if (seen.TryGetValue(entry.Name, out var first))
            {
                findings.Add(Twice(entry, first));
                continue;
            }

            seen[entry.Name] = entry;
            if (!IsMerge(entry))
            {
                entries.Add(entry);
            }
        }

        foreach (var entry in own)
        {
            if (IsMerge(entry))
            {
                Merge(entry, seen, entries, findings);
            }
        }

        return entries;
    }

    private static bool IsMerge(MappingEntry entry) => entry.Name == MergeKey && entry.Key.IsPlain;

    private static void Merge(MappingEntry merge, Dictionary<string, MappingEntry> seen, List<MappingEntry> entries, List<Finding> findings)
    {
        if (merge.Value is SequenceNode && merge.Value.Range.Start < merge.Key.Range.Start)
        {
            throw new UnreadableException("A merge key (<<) can't have an alias of a list. Write the list itself.", merge.Key.Range);
        }

        var sources = merge.Value is SequenceNode list ? list.Items : [merge.Value];
        foreach (var source in sources)
        {
            if (source is not MappingNode mapping)
            {
                throw new UnreadableException("A merge key (<<) must be a mapping or a list of mappings.", merge.Key.Range);
            }

            foreach (var entry in mapping.Entries)
            {
                if (!seen.TryGetValue(entry.Name, out var before))
                {
                    seen[entry.Name] = entry;
                    entries.Add(entry with { IsMerged = true });
                }
                else if (before.Name != entry.Name)
                {
                    // YAML merges them both; only behind it they are one key.
                    findings.Add(Twice(before, entry));
                }
            }
        }
    }

    private static Finding Twice(MappingEntry second, MappingEntry first)
    {
        var message = second.Name == first.Name
            ? $"The key '{second.Name}' is written twice here. Pomerium does not load the file."
            : $"'{second.Name}' and '{first.Name}' are the same key, because Pomerium ignores case. Which of the two applies is random.";
        return PomeriumFindingRules.BadScalar.Say(message, second.Name, second.Name == MergeKey ? "Write one, with a list: <<: [*a, *b]." : "Keep one of them.") with { Range = second.Key.Range };
    }
}
