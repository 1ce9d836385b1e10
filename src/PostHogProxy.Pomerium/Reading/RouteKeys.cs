namespace PostHogProxy.Pomerium.Reading;

/// <summary>What a key takes.</summary>
internal enum KeyKind
{
    Text,
    Flag,
    Duration,

    /// <summary>A list of texts, or one text with commas.</summary>
    List,

    /// <summary>A mapping of texts.</summary>
    Map,

    /// <summary>Anything else; not looked into here.</summary>
    Other,
}

/// <summary>Every key a route of a file may have (config/policy.go and config/options.go of Pomerium, just after v0.33.1).</summary>
internal static class RouteKeys
{
    private static readonly Dictionary<string, KeyKind> Kinds = Build();

    // Names that Pomerium's documentation or people's memory has for keys of another name.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cors_preflight"] = "cors_allow_preflight",
        ["lb_policy"] = "load_balancing_policy",
        ["public"] = "allow_public_unauthenticated_access",
        ["allow_public"] = "allow_public_unauthenticated_access",
        ["public_access"] = "allow_public_unauthenticated_access",
    };

    public static ICollection<string> All => Kinds.Keys;

    public static bool TryGet(string name, out KeyKind kind) => Kinds.TryGetValue(name, out kind);

    /// <summary>The key that an unknown name was probably meant for; null where the name is known or none is close.</summary>
    public static string? Meant(string name) => Kinds.TryGetValue(name, out _) ? null
        : OtherNames.TryGetValue(name, out var other) ? other
        : Spelling.Closest(name.ToLowerInvariant(), Kinds.Keys);

    private static Dictionary<string, KeyKind> Build()
    {
        var kinds = new Dictionary<string, KeyKind>(StringComparer.OrdinalIgnoreCase);
        Add(
            kinds,
            KeyKind.Text,
            "name description logo_url from prefix path regex prefix_rewrite regex_rewrite_pattern regex_rewrite_substitution host_rewrite "
            + "host_rewrite_header host_path_regex_rewrite_pattern host_path_regex_rewrite_substitution tls_server_name "
            + "tls_upstream_server_name tls_downstream_server_name tls_custom_ca tls_custom_ca_file tls_client_cert tls_client_cert_file "
            + "tls_client_key tls_client_key_file tls_downstream_client_ca tls_downstream_client_ca_file kubernetes_service_account_token "
            + "kubernetes_service_account_token_file jwt_issuer_format bearer_token_format idp_client_id idp_client_secret");
        Add(
            kinds,
            KeyKind.Flag,
            "preserve_host_header cors_allow_preflight allow_public_unauthenticated_access allow_any_authenticated_user allow_websockets "
            + "allow_spdy tls_skip_verify tls_upstream_allow_renegotiation pass_identity_headers "
            + "enable_google_cloud_serverless_authentication show_error_details");
        Add(kinds, KeyKind.Duration, "timeout idle_timeout");
        Add(
            kinds,
            KeyKind.List,
            "allowed_users allowed_domains remove_request_headers allow_upgrades idp_access_token_allowed_audiences identity_providers depends_on");
        Add(kinds, KeyKind.Map, "set_request_headers set_response_headers allowed_idp_claims redirect response");
        Add(
            kinds,
            KeyKind.Other,
            "to regex_priority_order rewrite_response_headers sub_policies policy mcp circuit_breaker_thresholds upstream_tunnel "
            + "load_balancing_policy outlier_detection health_checks healthy_panic_threshold session_recording");
        return kinds;
    }

    internal static void Add(Dictionary<string, KeyKind> kinds, KeyKind kind, string names)
    {
        foreach (var name in names.Split(' '))
        {
            kinds.Add(name, kind);
        }
    }
}
