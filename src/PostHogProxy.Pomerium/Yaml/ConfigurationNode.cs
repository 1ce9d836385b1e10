using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Yaml;

/// <summary>
/// A value as it was written, with its place. An alias is the very node it names, so a place is always where the text stands; a tree
/// with aliases is therefore a graph, and <see cref="Weight"/> says how large it would be unfolded.
/// </summary>
internal abstract class ConfigurationNode
{
    protected ConfigurationNode(TextRange range)
    {
        Range = range;
    }

    /// <summary>The value without anchor and tag, and without the white space and the comments behind it.</summary>
    public TextRange Range { get; }

    /// <summary>How many nodes this is with all aliases unfolded; never more than <see cref="int.MaxValue"/>.</summary>
    public int Weight { get; protected set; } = 1;

    /// <summary>Whether it is written in brackets, as all of JSON is.</summary>
    public bool IsFlow { get; protected set; }

    protected void Add(ConfigurationNode child) => Weight = (int)Math.Min(int.MaxValue, (long)Weight + child.Weight);
}

/// <summary>A single value.</summary>
internal sealed class ScalarNode : ConfigurationNode
{
    public ScalarNode(TextRange range, string value, bool isPlain)
        : base(range)
    {
        Value = value;
        IsPlain = isPlain;
    }

    public string Value { get; }

    /// <summary>Whether it is written without quotes, so that YAML may read a number, a boolean or nothing in it.</summary>
    public bool IsPlain { get; }

    /// <summary>Whether YAML reads nothing here: as if the key had not been written.</summary>
    public bool IsNull => IsPlain && (Value is "" or "~" or "null" or "Null" or "NULL");

    public override string ToString() => Value;
}

/// <summary>A list.</summary>
internal sealed class SequenceNode : ConfigurationNode
{
    public SequenceNode(TextRange range, IReadOnlyList<ConfigurationNode> items, bool isFlow)
        : base(range)
    {
        Items = items;
        IsFlow = isFlow;
        foreach (var item in items)
        {
            Add(item);
        }
    }

    public IReadOnlyList<ConfigurationNode> Items { get; }
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key, where it is written.</param>
/// <param name="Value">The value, where it is written.</param>
/// <param name="IsMerged">Whether it came in through a merge key (<c>&lt;&lt;</c>), so that it stands elsewhere in the file.</param>
internal sealed record MappingEntry(ScalarNode Key, ConfigurationNode Value, bool IsMerged = false)
{
    public string Name => Key.Value;

    public ScalarNode? Scalar => Value as ScalarNode;

    /// <summary>From the key to the end of the value.</summary>
    public TextRange Range => new(Key.Range.Start, Math.Max(Key.Range.End, Value.Range.End) - Key.Range.Start);
}

/// <summary>Keys with values. Keys are read without regard to case, as Pomerium's reader of configuration (viper) does at every depth.</summary>
internal sealed class MappingNode : ConfigurationNode
{
    private readonly Dictionary<string, MappingEntry> _byName;

    public MappingNode(TextRange range, IReadOnlyList<MappingEntry> entries, bool isFlow)
        : base(range)
    {
        Entries = entries;
        IsFlow = isFlow;
        _byName = new(entries.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            Add(entry.Key);
            Add(entry.Value);
            _byName[entry.Name] = entry;
        }
    }

    /// <summary>What is written here in the file's order, then what came in through merge keys and is not overridden.</summary>
    public IReadOnlyList<MappingEntry> Entries { get; }

    /// <summary>The entry with a value; one without (<c>key:</c>, <c>key: null</c>) is as if it were not written.</summary>
    public MappingEntry? Find(string name) =>
        _byName.TryGetValue(name, out var entry) && entry.Value is not ScalarNode { IsNull: true } ? entry : null;
}
