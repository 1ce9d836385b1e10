using CsCheck;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>A key with its value.</summary>
internal readonly record struct Entry(string Key, Node Value);

/// <summary>The small parts all generators are made of.</summary>
internal static class Pick
{
    /// <summary>Values of every type, for keys of every type.</summary>
    public static readonly Gen<Node> Odd = Of<Node>(
        Node.Null, true, false, 0, 1, 30, new FractionNode(1.5), new FractionNode(8), "", "x", "30", "yes", "on", "T", "TRUE", "1", new DateNode("2001-01-01"),
        ListNode.Of(), ListNode.Of("a"), ListNode.Of(1, true), ListNode.Of(Node.Null), ListNode.Of(ListNode.Of("a")), MapNode.Of(), MapNode.Of(("a", "b")),
        ListNode.Of(MapNode.Of(("a", "b")), MapNode.Of(("c", "d"))), MapNode.Of(("a", ListNode.Of("b", "c"))), MapNode.Of(("a", new DateNode("2001-01-01"))),
        MapNode.Of(("a", Node.Null)), "{\"a\": \"b\"}", "a, b", "a,b");

    /// <summary>The same without what Go's struct of a time makes of a date where a mapping is wanted.</summary>
    public static readonly Gen<Node> OddMapping = Odd.Select(node => node is DateNode ? Node.Null : node);

    public static Gen<T> Of<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    public static Gen<Node> Text(params string[] choices) => Of(choices).Select(text => (Node)text);

    /// <summary>One of the keys with a fitting value, seldom one that does not fit.</summary>
    public static Gen<Entry> Key(Gen<Node> value, params string[] keys) => Key(value, Odd, 25, keys);

    public static Gen<Entry> Key(Gen<Node> value, Gen<Node> odd, int oneIn, params string[] keys) =>
        Gen.Select(Of(keys), Gen.Frequency((oneIn, value), (1, odd)), (key, node) => new Entry(key, node));

    public static Gen<Node> List(Gen<Node> item, int most) => item.Array[0, most].Select(items => (Node)new ListNode(items));

    /// <summary>A mapping without a key twice.</summary>
    public static MapNode Map(IEnumerable<Entry> entries) =>
        new([.. entries.DistinctBy(entry => entry.Key.ToLowerInvariant()).Select(entry => KeyValuePair.Create(entry.Key, entry.Value))]);
}
