using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>
/// The routes that Pomerium's ingress controller makes of the Ingresses in a file (pomerium/ingress-controller,
/// pomerium/ingress_to_route.go), in the order in which it hands them to Pomerium, under the settings of a <c>kind: Pomerium</c> beside them.
/// </summary>
internal sealed class IngressRoutes
{
    private readonly string _text;
    private readonly IReadOnlyList<KubernetesObject> _objects;
    private readonly List<Finding> _findings = [];
    private readonly List<MappingNode> _routes = [];

    private IngressRoutes(string text, IReadOnlyList<KubernetesObject> objects)
    {
        _text = text;
        _objects = objects;
    }

    /// <summary>The routes and the settings; null where the file has neither.</summary>
    public static EmbeddedConfiguration? Of(string text, IReadOnlyList<KubernetesObject> objects)
    {
        var routes = new IngressRoutes(text, objects);
        var ingresses = objects.Where(routes.IsOurs).ToList();
        var settings = objects.FirstOrDefault(item => item.Kind.Value == "Pomerium" && item.Version.StartsWith("ingress.pomerium.io/", StringComparison.Ordinal));
        if (ingresses.Count == 0 && settings is null)
        {
            return null;
        }

        foreach (var ingress in ingresses)
        {
            routes.Add(ingress);
        }

        var entries = settings is null ? [] : PomeriumSettings.Entries(settings).ToList();
        if (routes._routes.Count > 0)
        {
            // The list is long only where it is written; its place is none of the file's.
            entries.Add(new(new(new(0, 0), "routes", isPlain: true), new SequenceNode(new(0, 0), [.. routes.Sorted()], isFlow: true)));
        }

        var root = new MappingNode(new(0, 0), entries, isFlow: true);
        var where = string.Join(", ", ingresses.Concat(settings is null ? [] : [settings]).Select(item => item.Label).Take(3));
        return new(where, PomeriumConfiguration.Of(text, root, isZero: false, routes._findings), InnerPlaces.Same);
    }

    private bool IsOurs(KubernetesObject item)
    {
        if (item.Kind.Value != "Ingress" || !item.Version.StartsWith("networking.k8s.io/", StringComparison.Ordinal))
        {
            return false;
        }

        var name = item.Text("spec", "ingressClassName") ?? item.Text("metadata", "annotations", "kubernetes.io/ingress.class");
        return name == "pomerium" || new IngressAnnotations(item).Any
            || _objects.Any(other => other.Kind.Value == "IngressClass" && other.Name == name && other.Text("spec", "controller") == "pomerium.io/ingress-controller");
    }

    private void Add(KubernetesObject ingress)
    {
        var annotations = new IngressAnnotations(ingress);
        var shared = annotations.Entries(_text, _findings);
        if (ingress.Find("spec", "rules") is SequenceNode rules)
        {
            foreach (var rule in rules.Items.OfType<MappingNode>())
            {
                AddRule(ingress, rule, annotations, shared);
            }
        }

        if (ingress.Find("spec", "defaultBackend") is MappingNode backend
            && ingress.Find("spec", "tls") is SequenceNode { Items.Count: 1 } tls
            && (tls.Items[0] as MappingNode)?.Find("hosts")?.Value is SequenceNode { Items.Count: 1 } hosts && hosts.Items[0] is ScalarNode host)
        {
            AddRoute(ingress, host, null, backend, annotations, shared);
        }
    }

    private void AddRule(KubernetesObject ingress, MappingNode rule, IngressAnnotations annotations, IReadOnlyList<MappingEntry> shared)
    {
        var host = rule.Find("host")?.Scalar;
        if (host is null)
        {
            if (!annotations.IsSet("subtle_allow_empty_host"))
            {
                Refuse(rule.Entries[0].Key.Range, ingress, "A rule of the Ingress has no host. The controller refuses the Ingress.", $"Write host:, or set the annotation {IngressAnnotations.Prefix}subtle_allow_empty_host.");
                return;
            }

            host = new(rule.Entries[0].Key.Range, "*", isPlain: true);
        }

        if (rule.Find("http")?.Value is not MappingNode http || http.Find("paths")?.Value is not SequenceNode paths)
        {
            Refuse(host.Range, ingress, "A rule of the Ingress has no http paths. The controller refuses the Ingress.", "Write http: and below it paths:.");
            return;
        }

        foreach (var path in paths.Items.OfType<MappingNode>())
        {
            if (path.Find("pathType") is null)
            {
                Refuse((path.Find("path")?.Key ?? host).Range, ingress, "A path of the Ingress has no pathType. Kubernetes refuses the Ingress.", "Write pathType: Prefix.");
            }
            else if (path.Find("backend")?.Value is MappingNode backend)
            {
                AddRoute(ingress, host, path, backend, annotations, shared);
            }
        }
    }

    private void AddRoute(KubernetesObject ingress, ScalarNode host, MappingNode? path, MappingNode backend, IngressAnnotations annotations, IReadOnlyList<MappingEntry> shared)
    {
        var written = path?.Find("path")?.Scalar;
        var key = path?.Find("pathType")?.Scalar?.Value switch
        {
            "Exact" => "path",
            "ImplementationSpecific" when annotations.IsSet("path_regex") => "regex",
            _ => "prefix",
        };
        List<MappingEntry> entries = [Entry(host, "from", "https://" + host.Value)];
        if (written is not null && written.Value.Length > 0)
        {
            entries.Add(Entry(written, key, written.Value));
        }

        if (shared.All(entry => entry.Name != "name"))
        {
            entries.Add(Entry(host, "name", $"{ingress.Name} {host.Value}{written?.Value}"));
        }

        if (backend.Find("service") is { Value: MappingNode service } entry && service.Find("name")?.Scalar is { } name)
        {
            entries.Add(Entry(name, "to", IngressServices.Url(_objects, ingress, service, name.Value, annotations)));
        }

        _routes.Add(new MappingNode(host.Range, [.. entries, .. shared], isFlow: true));
    }

    // Longer paths first (route_list.go, Less).
    private IEnumerable<MappingNode> Sorted() => _routes
        .OrderBy(route => Text(route, "from"), StringComparer.Ordinal)
        .ThenByDescending(route => Text(route, "path"), StringComparer.Ordinal)
        .ThenByDescending(route => Text(route, "regex"), StringComparer.Ordinal)
        .ThenByDescending(route => Text(route, "prefix"), StringComparer.Ordinal);

    private void Refuse(TextRange range, KubernetesObject ingress, string message, string fix) =>
        _findings.Add(PomeriumFindingRules.BadAddress.Say(message, ingress.Label, fix) with { Range = range });

    private static string Text(MappingNode route, string key) => route.Find(key)?.Scalar?.Value ?? "";

    private static MappingEntry Entry(ScalarNode place, string key, string value) => new(new(place.Range, key, isPlain: true), new ScalarNode(place.Range, value, isPlain: false));
}
