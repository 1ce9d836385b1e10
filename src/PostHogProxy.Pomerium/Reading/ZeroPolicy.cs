using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>A policy of Pomerium Zero, with the names its API and its console use.</summary>
internal sealed class ZeroPolicy
{
    private ZeroPolicy(MappingNode node)
    {
        Node = node;
    }

    public MappingNode Node { get; }

    public string? Id => (Node.Find("id")?.Scalar)?.Value;

    public string? Name => (Node.Find("name")?.Scalar)?.Value;

    /// <summary>Whether it applies to every route of the cluster.</summary>
    public bool IsEnforced => Node.Find("enforced")?.Scalar is { } scalar && ScalarValue.Flag(scalar) == true;

    /// <summary>The policy itself: a mapping, a list, or a text that holds YAML or JSON.</summary>
    public MappingEntry? Language => Node.Find("ppl");

    /// <summary>A file is Zero's where <c>policies</c> have <c>ppl</c> or <c>enforced</c>, or routes name their policies.</summary>
    public static bool IsZeroFile(MappingNode root) =>
        Mappings(root, "policies").Any(node => node.Find("ppl") is not null || node.Find("enforced") is not null)
        || Mappings(root, "routes").Any(node => node.Find("policyIds") is not null);

    public static IReadOnlyList<ZeroPolicy> ReadAll(MappingNode root) => [.. Mappings(root, "policies").Select(node => new ZeroPolicy(node))];

    private static IEnumerable<MappingNode> Mappings(MappingNode root, string list) =>
        root.Find(list)?.Value is SequenceNode sequence ? sequence.Items.OfType<MappingNode>() : [];
}
