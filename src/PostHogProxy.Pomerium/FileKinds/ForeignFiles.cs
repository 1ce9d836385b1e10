using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>Recognizes files of Kubernetes, Helm and Docker Compose, and finds what Pomerium would read in them.</summary>
internal static class ForeignFiles
{
    /// <summary>What the file is; null where it is a configuration of Pomerium, or nothing that is known here.</summary>
    public static ForeignFile? Of(string text, ConfigurationNode? first, CancellationToken ct)
    {
        if (first is MappingNode root && !KubernetesObject.Is(root) && (root.Find("routes") ?? root.Find("policy") ?? root.Find("policies")) is not null)
        {
            return null;
        }

        var findings = new List<Finding>();
        var documents = NodeReader.ReadAll(text, findings, ct).OfType<MappingNode>().ToList();
        var objects = documents.Where(KubernetesObject.Is).SelectMany(KubernetesObject.All).ToList();
        if (objects.Count > 0 && (documents[0] == objects[0].Node || KubernetesObject.Is(documents[0])))
        {
            var embedded = objects.SelectMany(item => EmbeddedConfigurations.Of(text, item.Node, item.Label, ct)).ToList();
            if (IngressRoutes.Of(text, objects) is { } routes)
            {
                embedded.Add(routes);
            }

            return new ForeignFile(Name(objects), objects[0].Kind.Range, embedded, findings);
        }

        if (documents.Count == 0)
        {
            return null;
        }

        var inside = EmbeddedConfigurations.Of(text, documents[0], "", ct);
        return IsCompose(documents[0]) ? new ForeignFile("a Docker Compose file", documents[0].Find("services")!.Key.Range, inside, [])
            : inside.Count > 0 ? new("a file of another tool, such as the values of a Helm chart", documents[0].Entries[0].Key.Range, inside, [])
            : null;
    }

    private static string Name(List<KubernetesObject> objects)
    {
        var kinds = objects.Select(item => item.Kind.Value).Distinct(StringComparer.Ordinal).ToList();
        var first = string.Join(", ", kinds.Take(3));
        return kinds.Count == 1 ? $"a Kubernetes {first}" : $"a Kubernetes file ({first}{(kinds.Count > 3 ? ", …" : "")})";
    }

    // Pomerium's own services is a text.
    private static bool IsCompose(MappingNode root) =>
        root.Find("services")?.Value is MappingNode services
        && services.Entries.Any(service => service.Value is MappingNode node && (node.Find("image") ?? node.Find("build")) is not null);
}
