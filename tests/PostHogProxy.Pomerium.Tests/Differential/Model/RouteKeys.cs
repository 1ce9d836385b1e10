namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>The types of a route's keys (P:config/policy.go, Policy, and P:config/config.gen.go, RouteOptions), where only the type is judged.</summary>
internal static class RouteKeys
{
    public static readonly string[] Texts =
    [
        "name", "description", "logo_url", "prefix", "path", "regex", "prefix_rewrite", "regex_rewrite_pattern", "regex_rewrite_substitution",
        "host_rewrite", "host_rewrite_header", "host_path_regex_rewrite_pattern", "host_path_regex_rewrite_substitution", "tls_server_name",
        "tls_downstream_server_name", "tls_upstream_server_name", "tls_client_cert", "tls_client_key", "kubernetes_service_account_token",
        "kubernetes_service_account_token_file", "idp_client_id", "idp_client_secret",
    ];

    public static readonly string[] Flags =
    [
        "cors_allow_preflight", "allow_public_unauthenticated_access", "allow_any_authenticated_user", "allow_websockets", "allow_spdy",
        "tls_skip_verify", "tls_upstream_allow_renegotiation", "preserve_host_header", "enable_google_cloud_serverless_authentication",
        "show_error_details", "pass_identity_headers",
    ];

    public static readonly string[] Durations = ["timeout", "idle_timeout"];

    public static readonly string[] Lists =
    [
        "allowed_users", "allowed_domains", "remove_request_headers", "depends_on", "identity_providers", "idp_access_token_allowed_audiences", "allow_upgrades",
    ];

    public static readonly string[] Maps = ["set_request_headers", "set_response_headers"];

    /// <summary>Decodes a value of the types above and forgets it: only whether it can be decoded counts.</summary>
    public static void Check(MapNode route)
    {
        foreach (var (key, value) in route.Entries)
        {
            var name = key.ToLowerInvariant();
            _ = Texts.Contains(name) ? (object?)Weak.Text(value)
                : Flags.Contains(name) ? Weak.Flag(value)
                : Durations.Contains(name) ? Weak.Duration(value)
                : Lists.Contains(name) ? Weak.Texts(value)
                : Maps.Contains(name) ? Weak.TextMap(value)
                : Other(name, value);
        }
    }

    private static object? Other(string name, Node value)
    {
        switch (name)
        {
            case "regex_priority_order":
                return Weak.Whole(value);
            case "healthy_panic_threshold":
                return Weak.JsonWhole(value, isSigned: true);
            case "load_balancing_policy":
                return Weak.Enum(value, "LOAD_BALANCING_POLICY_", "UNSPECIFIED", "ROUND_ROBIN", "MAGLEV", "RANDOM", "RING_HASH", "LEAST_REQUEST");
            case "jwt_issuer_format":
                return IssuerFormat(value);
            case "bearer_token_format":
                return BearerTokenFormat(value);
            case "circuit_breaker_thresholds":
                CircuitBreakers(value);
                return null;
            case "session_recording":
                return Weak.Flag(Weak.Struct(value)?.Find("enabled"));
            case "rewrite_response_headers":
                foreach (var header in Weak.Structs(value).OfType<MapNode>())
                {
                    _ = (Weak.Text(header.Find("header")), Weak.Text(header.Find("prefix")), Weak.Text(header.Find("value")));
                }

                return null;
            case "redirect":
                Redirect(Weak.Struct(value));
                return null;
            case "response":
                return (Weak.Whole(Weak.Struct(value)?.Find("status")), Weak.Text(Weak.Struct(value)?.Find("body")));
            case "outlier_detection":
                ProtoJson.Check(value, ProtoJson.OutlierDetection);
                return null;
            case "health_checks":
                foreach (var check in value switch { ListNode list => list.Items, NullNode or MapNode { Entries.Count: 0 } or TextNode { Value.Length: 0 } => [], _ => [value] })
                {
                    ProtoJson.Check(check, ProtoJson.HealthCheck);
                }

                return null;
            default:
                return null;
        }
    }

    public static string? BearerTokenFormat(Node? value) =>
        Weak.Enum(value, "BEARER_TOKEN_FORMAT_", "UNKNOWN", "DEFAULT", "IDP_ACCESS_TOKEN", "IDP_IDENTITY_TOKEN", "JWT");

    public static string? IssuerFormat(Node? value) => Weak.Enum(value, "Issuer", "HostOnly", "URI");

    public static void CircuitBreakers(Node? value)
    {
        foreach (var name in (string[])["max_connections", "max_pending_requests", "max_requests", "max_retries", "max_connection_pools"])
        {
            _ = Weak.JsonWhole(Weak.Struct(value)?.Find(name));
        }
    }

    // P:config/policy.go, PolicyRedirect.validate.
    private static void Redirect(MapNode? redirect)
    {
        if (redirect is null)
        {
            return;
        }

        foreach (var name in (string[])["scheme_redirect", "host_redirect", "path_redirect", "prefix_rewrite"])
        {
            _ = Weak.Text(redirect.Find(name));
        }

        _ = (Weak.Flag(redirect.Find("https_redirect")), Weak.Flag(redirect.Find("strip_query")), Weak.Whole(redirect.Find("port_redirect")));
        if (Weak.Whole(redirect.Find("response_code")) is not (null or 301 or 302 or 303 or 307 or 308))
        {
            throw new NotTakenException("unsupported redirect response code");
        }
    }
}
