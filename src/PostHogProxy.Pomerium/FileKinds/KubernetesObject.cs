using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>One object of a Kubernetes file.</summary>
internal sealed class KubernetesObject
{
    private KubernetesObject(MappingNode node)
    {
        Node = node;
        Kind = node.Find("kind")!.Scalar!;
        Version = node.Find("apiVersion")!.Scalar!.Value;
        Name = Text("metadata", "name") ?? "";
        Namespace = Text("metadata", "namespace") ?? "default";
    }

    public MappingNode Node { get; }

    /// <summary>Its kind, where it is written.</summary>
    public ScalarNode Kind { get; }

    /// <summary>Its <c>apiVersion</c>.</summary>
    public string Version { get; }

    public string Name { get; }

    public string Namespace { get; }

    public string Label => Name.Length > 0 ? $"{Kind.Value} '{Name}'" : Kind.Value;

    public static bool Is(MappingNode node) => node.Find("apiVersion")?.Scalar is not null && node.Find("kind")?.Scalar is not null;

    /// <summary>The object, or those of a <c>kind: List</c>.</summary>
    public static IEnumerable<KubernetesObject> All(MappingNode node)
    {
        var self = new KubernetesObject(node);
        return self.Kind.Value == "List" && node.Find("items")?.Value is SequenceNode items
            ? items.Items.OfType<MappingNode>().Where(Is).Select(item => new KubernetesObject(item))
            : [self];
    }

    /// <summary>What stands behind keys, one below the other; null where one of them is not there.</summary>
    public ConfigurationNode? Find(params string[] keys)
    {
        ConfigurationNode? node = Node;
        foreach (var key in keys)
        {
            node = (node as MappingNode)?.Find(key)?.Value;
        }

        return node;
    }

    public string? Text(params string[] keys) => Find(keys) is ScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;
}
