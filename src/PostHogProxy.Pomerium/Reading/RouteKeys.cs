using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>Every key a route of a file may have (config/policy.go and config/options.go of Pomerium, just after v0.33.1).</summary>
internal static class RouteKeys
{
    private static readonly Dictionary<string, Shape> Shapes = Build();

    // Names that Pomerium's documentation or people's memory has for keys of another name.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cors_preflight"] = "cors_allow_preflight",
        ["lb_policy"] = "load_balancing_policy",
        ["public"] = "allow_public_unauthenticated_access",
        ["allow_public"] = "allow_public_unauthenticated_access",
        ["public_access"] = "allow_public_unauthenticated_access",
    };

    public static ICollection<string> All => Shapes.Keys;

    public static bool TryGet(string name, out KeyKind kind)
    {
        var shape = ShapeOf(name);
        kind = shape?.Kind ?? KeyKind.Other;
        return shape is not null;
    }

    /// <summary>What the key takes; null where Pomerium does not know it.</summary>
    public static Shape? ShapeOf(string name) => Shapes.TryGetValue(name, out var shape) ? shape : null;

    /// <summary>The key that an unknown name was probably meant for; null where the name is known or none is close.</summary>
    public static string? Meant(string name) => Shapes.TryGetValue(name, out _) ? null
        : OtherNames.TryGetValue(name, out var other) ? other
        : Spelling.Closest(name.ToLowerInvariant(), Shapes.Keys);

    private static Dictionary<string, Shape> Build() =>
        KnownShapes.Fields(
                KnownShapes.Text,
                "name description logo_url from prefix path regex prefix_rewrite regex_rewrite_pattern regex_rewrite_substitution host_rewrite "
                + "host_rewrite_header host_path_regex_rewrite_pattern host_path_regex_rewrite_substitution tls_server_name "
                + "tls_upstream_server_name tls_downstream_server_name tls_custom_ca tls_custom_ca_file tls_client_cert tls_client_cert_file "
                + "tls_client_key tls_client_key_file tls_downstream_client_ca tls_downstream_client_ca_file kubernetes_service_account_token "
                + "kubernetes_service_account_token_file idp_client_id idp_client_secret")
            .Add(
                KnownShapes.Flag,
                "preserve_host_header cors_allow_preflight allow_public_unauthenticated_access allow_any_authenticated_user allow_websockets "
                + "allow_spdy tls_skip_verify tls_upstream_allow_renegotiation pass_identity_headers "
                + "enable_google_cloud_serverless_authentication show_error_details")
            .Add(KnownShapes.Duration, "timeout idle_timeout")
            .Add(KnownShapes.Texts, "allowed_users allowed_domains remove_request_headers allow_upgrades idp_access_token_allowed_audiences identity_providers")
            .Add(KnownShapes.TextMap, "set_request_headers set_response_headers")
            .Add(new MapShape(KnownShapes.Any), "allowed_idp_claims")
            .Add(RouteShapes.DependsOn, "depends_on")
            .Add(RouteShapes.Redirect, "redirect")
            .Add(RouteShapes.Response, "response")
            .Add(KnownShapes.Int64, "regex_priority_order")
            .Add(KnownShapes.JsonInt32, "healthy_panic_threshold")
            .Add(KnownShapes.BearerTokenFormat, "bearer_token_format")
            .Add(KnownShapes.IssuerFormat, "jwt_issuer_format")
            .Add(KnownShapes.LoadBalancingPolicy, "load_balancing_policy")
            .Add(KnownShapes.CircuitBreaker, "circuit_breaker_thresholds")
            .Add(RouteShapes.RewriteHeaders, "rewrite_response_headers")
            .Add(RouteShapes.SubPolicies, "sub_policies")
            .Add(RouteShapes.Mcp, "mcp")
            .Add(RouteShapes.UpstreamTunnel, "upstream_tunnel")
            .Add(RouteShapes.SessionRecording, "session_recording")
            .Add(HealthShapes.OutlierDetection, "outlier_detection")
            .Add(HealthShapes.Checks, "health_checks")

            // Judged where addresses and policies are.
            .Add(KnownShapes.Any, "to policy");
}
