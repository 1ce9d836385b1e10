using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>Where a Service leads that an Ingress names: to the outer host of an ExternalName, else into the cluster.</summary>
internal static class IngressServices
{
    /// <summary>The upstream as a file would write it in <c>to</c>.</summary>
    public static string Url(IReadOnlyList<KubernetesObject> objects, KubernetesObject ingress, MappingNode service, string name, IngressAnnotations annotations)
    {
        var found = objects.FirstOrDefault(item => item.Kind.Value == "Service" && item.Name == name && item.Namespace == ingress.Namespace);
        var external = found?.Text("spec", "type") == "ExternalName" ? found.Text("spec", "externalName") : null;
        var port = service.Find("port")?.Value as MappingNode;
        var number = port?.Find("number")?.Scalar?.Value ?? Named(found, port?.Find("name")?.Scalar?.Value);
        var host = external ?? $"{name}.{ingress.Namespace}.svc.cluster.local";
        return $"{Scheme(annotations)}://{host}{(number is null ? "" : ":" + number)}";
    }

    private static string Scheme(IngressAnnotations annotations) => annotations.IsSet("ssh_upstream") ? "ssh"
        : annotations.IsSet("tcp_upstream") ? "tcp"
        : annotations.IsSet("udp_upstream") ? "udp"
        : annotations.IsSet("secure_upstream") ? "https"
        : "http";

    private static string? Named(KubernetesObject? service, string? name) => name is null || service?.Find("spec", "ports") is not SequenceNode ports
        ? null
        : ports.Items.OfType<MappingNode>().FirstOrDefault(port => port.Find("name")?.Scalar?.Value == name)?.Find("port")?.Scalar?.Value;
}
