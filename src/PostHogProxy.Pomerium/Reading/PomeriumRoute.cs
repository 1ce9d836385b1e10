using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>One route of a file, read but not judged.</summary>
internal sealed class PomeriumRoute
{
    private readonly bool _isZero;

    public PomeriumRoute(int index, MappingNode node, string list, int position, bool isZero)
    {
        Index = index;
        Node = node;
        List = list;
        Position = position;
        _isZero = isZero;
        Name = Text("name");
        FromText = Find("from")?.Scalar;
        From = FromText is null ? null : PomeriumUrl.Parse(FromText.Value, out _);
        Targets = [.. Find("to") is { } to ? Flattened(to.Value).Select(RouteTarget.Read) : []];
    }

    /// <summary>The place in <see cref="PomeriumConfiguration.Routes"/>, which is the order Pomerium tries them in for a file.</summary>
    public int Index { get; }

    /// <summary>Everything written in the route, with places.</summary>
    public MappingNode Node { get; }

    /// <summary><c>routes</c>, or <c>policy</c> for an entry of the list of that older name.</summary>
    public string List { get; }

    /// <summary>The place in its own list.</summary>
    public int Position { get; }

    public string? Name { get; }

    public ScalarNode? FromText { get; }

    /// <summary>Null where it is missing or Pomerium refuses it.</summary>
    public PomeriumUrl? From { get; }

    public IReadOnlyList<RouteTarget> Targets { get; }

    public string Label => Name is null ? $"{List}[{Position}]" : $"{List}[{Position}] '{Name}'";

    /// <summary>Whether one of its upstreams is PostHog's.</summary>
    public bool IsPostHog => Targets.Any(target => target.IsPostHog);

    /// <summary>What the first PostHog upstream is to PostHog; <see cref="HostKind.Foreign"/> where there is none.</summary>
    public PostHogHost PostHog => Targets.FirstOrDefault(target => target.IsPostHog)?.Host ?? default;

    /// <summary>The place of <c>to</c>, else of the route.</summary>
    public TextRange TargetRange => Targets.Count > 0 ? Targets[0].Range : Find("to")?.Range ?? Place;

    /// <summary>Where to point for the route as a whole: its <c>from</c>, else its first key.</summary>
    public TextRange Place => FromText?.Range ?? (Node.Entries.Count > 0 ? Node.Entries[0].Key.Range : Node.Range);

    public string? Prefix => Text("prefix");

    public string? Path => Text("path");

    public string? Regex => Text("regex");

    /// <summary>The entry of a key in snake case; a Zero file's camel case is the same key.</summary>
    public MappingEntry? Find(string name) => Node.Find(name) ?? (_isZero ? Node.Find(ZeroNames.CamelCase(name)) : null);

    /// <summary>The text; null where there is none. An empty text is none to Pomerium.</summary>
    public string? Text(string name) => Find(name)?.Scalar is { } scalar && ScalarValue.Text(scalar) is { Length: > 0 } text ? text : null;

    /// <summary>The boolean; null where none is written, or none Pomerium can read.</summary>
    public bool? Flag(string name) => Find(name)?.Scalar is { } scalar ? ScalarValue.Flag(scalar) : null;

    public bool IsSet(string name) => Flag(name) == true;

    /// <summary>The texts of a list; one text with commas is a list too.</summary>
    public IReadOnlyList<ScalarNode> Scalars(string name) => Find(name) is { } entry ? [.. ListShape.Items(entry.Value).OfType<ScalarNode>()] : [];

    /// <summary>The entries of a mapping, such as the headers to set; those of a list of mappings and of a JSON text too.</summary>
    public IReadOnlyList<MappingEntry> Entries(string name) => Find(name) is { } entry ? Merged(entry.Value) : [];

    public override string ToString() => Label;

    // Of the same name the last counts.
    private static IReadOnlyList<MappingEntry> Merged(ConfigurationNode value) => value switch
    {
        MappingNode mapping => mapping.Entries,
        SequenceNode list => [.. list.Items.SelectMany(Merged).GroupBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.Last())],
        ScalarNode text when JsonText.Parse(text) is MappingNode json => json.Entries,
        _ => [],
    };

    // Every single value, however deep (P:config/custom.go, StringSlice).
    private static IEnumerable<ScalarNode> Flattened(ConfigurationNode value) => value switch
    {
        ScalarNode { IsNull: true } => [],
        ScalarNode scalar => [scalar],
        SequenceNode list => list.Items.SelectMany(Flattened),
        MappingNode mapping => mapping.Entries.SelectMany(entry => Flattened(entry.Value)),
        _ => [],
    };
}
