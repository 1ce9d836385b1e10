using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>
/// The annotations of an Ingress that Pomerium's controller reads (pomerium/ingress-controller, pomerium/ingress_annotations.go, read at
/// e78e756). The text of each is YAML; with one that it does not know, the controller refuses the whole Ingress.
/// </summary>
internal sealed class IngressAnnotations
{
    public const string Prefix = "ingress.pomerium.io/";

    private static readonly HashSet<string> RouteKeys = Names(
        "allow_any_authenticated_user allow_public_unauthenticated_access allow_spdy allow_upgrades allow_websockets bearer_token_format "
        + "circuit_breaker_thresholds cors_allow_preflight depends_on description enable_google_cloud_serverless_authentication health_checks "
        + "healthy_panic_threshold host_path_regex_rewrite_pattern host_path_regex_rewrite_substitution host_rewrite_header host_rewrite "
        + "idle_timeout idp_access_token_allowed_audiences load_balancing_policy logo_url name outlier_detection pass_identity_headers "
        + "prefix_rewrite preserve_host_header regex_rewrite_pattern regex_rewrite_substitution remove_request_headers "
        + "rewrite_response_headers set_request_headers set_response_headers timeout tls_server_name tls_skip_verify allowed_domains "
        + "allowed_idp_claims allowed_users policy");

    // They name a Secret; to the checks it is the file that holds the same.
    private static readonly Dictionary<string, string> Secrets = new(StringComparer.Ordinal)
    {
        ["tls_custom_ca_secret"] = "tls_custom_ca_file",
        ["tls_downstream_client_ca_secret"] = "tls_downstream_client_ca_file",
        ["kubernetes_service_account_token_secret"] = "kubernetes_service_account_token_file",
    };

    private static readonly HashSet<string> Others = Names(
        "tls_client_secret set_request_headers_secret set_response_headers_secret mcp_server_upstream_oauth2_secret identity_provider_secret "
        + "mcp_server mcp_server_max_request_bytes mcp_server_upstream_oauth2_authorization_url_params mcp_server_upstream_oauth2_token_url "
        + "mcp_server_upstream_oauth2_auth_url mcp_server_upstream_oauth2_scopes mcp_server_upstream_oauth2_auth_style mcp_server_path "
        + "mcp_server_authorization_server_url mcp_client upstream_tunnel upstream_tunnel_ssh_policy path_regex secure_upstream ssh_upstream "
        + "tcp_upstream udp_upstream service_proxy_upstream subtle_allow_empty_host");

    private readonly List<MappingEntry> _written;

    public IngressAnnotations(KubernetesObject ingress)
    {
        _written = [.. (ingress.Find("metadata", "annotations") as MappingNode)?.Entries.Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal)) ?? []];
    }

    public bool Any => _written.Count > 0;

    /// <summary>Whether one is <c>"true"</c>, in any case.</summary>
    public bool IsSet(string name) => Find(name) is { Scalar: { } value } && value.Value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The entries of every route of the Ingress.</summary>
    public IReadOnlyList<MappingEntry> Entries(string text, List<Finding> findings)
    {
        var entries = new List<MappingEntry>();
        foreach (var annotation in _written)
        {
            var name = annotation.Name.Substring(Prefix.Length);
            if (annotation.Scalar is not { } value)
            {
                continue;
            }

            if (RouteKeys.Contains(name))
            {
                if (Value(text, value, name, findings) is { } node)
                {
                    entries.Add(Entry(annotation, name, node));
                }
            }
            else if (Secrets.TryGetValue(name, out var key))
            {
                entries.Add(Entry(annotation, key, value));
            }
            else if (name is "mcp_server" or "mcp_client")
            {
                var mode = new MappingEntry(new(annotation.Key.Range, name.Substring(4), isPlain: true), new MappingNode(value.Range, [], isFlow: true));
                entries.Add(Entry(annotation, "mcp", new MappingNode(value.Range, [mode], isFlow: true)));
            }
            else if (!Others.Contains(name))
            {
                findings.Add(Unknown(annotation, name));
            }
        }

        return entries;
    }

    private MappingEntry? Find(string name) => _written.FirstOrDefault(entry => entry.Name.Length == Prefix.Length + name.Length && entry.Name.EndsWith(name, StringComparison.Ordinal));

    private static MappingEntry Entry(MappingEntry annotation, string name, ConfigurationNode value) => new(new ScalarNode(annotation.Key.Range, name, isPlain: true), value);

    private static ConfigurationNode? Value(string text, ScalarNode value, string name, List<Finding> findings)
    {
        var wrong = new List<Finding>();
        var node = NodeReader.Read(value.Value, wrong, CancellationToken.None);
        var places = InnerPlaces.Of(text, value);
        findings.AddRange(wrong.Select(finding => PomeriumFindingRules.RefusedAnnotation.Say(
            $"The annotation '{name}' isn't valid YAML: {finding.Message} The controller refuses the Ingress.", name, "Correct the text.") with
        { Range = places.ToOuter(finding.Range ?? default) }));
        return wrong.Count > 0 || node is null ? null : MovedNodes.Of(node, places);
    }

    private static Finding Unknown(MappingEntry annotation, string name)
    {
        var meant = Spelling.Closest(name, RouteKeys.Concat(Secrets.Keys).Concat(Others));
        var message = name == "allowed_groups"
            ? "The annotation 'allowed_groups' was removed: Pomerium's ingress controller refuses the whole Ingress."
            : $"Pomerium's ingress controller does not know the annotation '{name}' and refuses the whole Ingress.";
        return PomeriumFindingRules.RefusedAnnotation.Say(message, annotation.Name, meant is null ? "Remove it." : $"Did you mean '{Prefix}{meant}'?") with { Range = annotation.Key.Range };
    }

    private static HashSet<string> Names(string names) => new(names.Split(' '), StringComparer.Ordinal);
}
