namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>A value of a configuration, as Pomerium's YAML reader would hand it on: the generator makes it, the model judges it, the writer spells it.</summary>
internal abstract record Node
{
    public static readonly Node Null = new NullNode();

    public static implicit operator Node(string text) => new TextNode(text);

    public static implicit operator Node(bool flag) => new FlagNode(flag);

    public static implicit operator Node(long number) => new WholeNode(number);
}

internal sealed record NullNode : Node;

internal sealed record FlagNode(bool Value) : Node;

internal sealed record WholeNode(long Value) : Node;

internal sealed record FractionNode(double Value) : Node;

internal sealed record TextNode(string Value) : Node;

/// <summary>An unquoted date: Go's reader makes a time of it, which is no text.</summary>
internal sealed record DateNode(string Value) : Node;

internal sealed record ListNode(IReadOnlyList<Node> Items) : Node
{
    public static ListNode Of(params Node[] items) => new(items);
}

/// <summary>Keys in the order they are written. A key that is there twice is written twice.</summary>
internal sealed record MapNode(IReadOnlyList<KeyValuePair<string, Node>> Entries) : Node
{
    public static MapNode Of(params (string Key, Node Value)[] entries) => new([.. entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))]);

    public MapNode With(string key, Node value) => new([.. Entries, KeyValuePair.Create(key, value)]);

    public Node? Find(string key) => Entries.Where(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Value).FirstOrDefault();
}
