using System.Text;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>The keys of the file itself: their types, and what P:config/options.go, Validate, asks of the values.</summary>
internal static class GlobalKeys
{
    // P:config/options_check.go.
    private static readonly string[] Removed =
    [
        "client_ca", "client_ca_file", "idp_service_account", "idp_refresh_directory_timeout", "idp_refresh_directory_interval", "idp_qps",
        "tracing_datadog_address", "tracing_jaeger_collector_endpoint", "tracing_jaeger_agent_endpoint", "tracing_zipkin_endpoint",
        "tracing_provider", "tracing_sample_rate",
    ];

    private static readonly string[] Levels = ["", "trace", "debug", "info", "warn", "warning", "error", "critical", "fatal", "panic", "off", "none", "disabled"];

    public static void Check(string name, Node value)
    {
        if (Removed.Contains(name))
        {
            throw new NotTakenException($"{name} was removed");
        }

        _ = name switch
        {
            "insecure_server" or "autocert" or "cookie_http_only" or "skip_xff_append" or "use_proxy_protocol" or "pass_identity_headers" or "merge_slashes"
                or "normalize_path" or "grpc_insecure" or "autocert_use_staging" => (object?)Weak.Flag(value),
            "dns_use_tcp" => Weak.JsonFlag(value),
            "timeout_read" or "timeout_write" or "timeout_idle" or "default_upstream_timeout" or "cookie_expire" or "grpc_client_timeout" => Weak.Duration(value),
            "dns_refresh_rate" or "dns_failure_refresh_rate" => Check(Weak.Duration(value) is not < 1e6, name),
            "dns_query_timeout" => Check(Weak.Duration(value) is not < 0, name),
            "dns_query_tries" => Weak.JsonWhole(value),
            "xff_num_trusted_hops" => Weak.Whole(value),
            "allow_upgrades" or "idp_scopes" or "programmatic_redirect_domain_whitelist" => Weak.Texts(value),
            "idp_request_params" => Weak.TextMap(value),
            "codec_type" => Weak.Enum(value, "CODEC_TYPE_", "AUTO", "HTTP1", "HTTP2", "HTTP3"),
            "headers_with_underscores_action" => UnderscoresAction(value),
            "path_with_escaped_slashes_action" => EscapedSlashesAction(value),
            "bearer_token_format" => RouteKeys.BearerTokenFormat(value),
            "jwt_issuer_format" => RouteKeys.IssuerFormat(value),
            "log_level" or "proxy_log_level" => Check(Levels.Contains(Weak.Text(value)), name),
            "cookie_same_site" => Check(Weak.Text(value).ToLowerInvariant() is "" or "strict" or "lax" or "none", name),
            "dns_lookup_family" => Check(Weak.Text(value) is "" or "AUTO" or "V4_ONLY" or "V6_ONLY" or "V4_PREFERRED" or "ALL", name),
            "services" => Check(Services(Weak.Text(value)), name),
            "policy_file" => Check(Weak.Text(value).Length == 0, name),
            "metrics_address" => Check(Weak.Text(value) is "" || IsAddress(Weak.Text(value)), name),
            "health_check_addr" => Check(IsAddress(Weak.Text(value)), name),
            "debug_address" => Check(value is TextNode text && IsAddress(text.Value), name),
            "metrics_basic_auth" => Check(Weak.Text(value) is "" || (ModelRoute.Base64(Weak.Text(value)) && Encoding.Latin1.GetString(Convert.FromBase64String(Weak.Text(value))).Contains(':', StringComparison.Ordinal)), name),
            "databroker_storage_type" => Check(Weak.Text(value) is "memory" or "file", name),
            "shared_secret" => Check(Weak.Text(value) is var secret && secret.Trim() == secret && ModelRoute.Base64(secret), name),
            "authenticate_service_url" or "authenticate_internal_service_url" or "signout_redirect_url" or "authorize_service_url"
                or "authorize_internal_service_url" => Weak.Text(value) is { Length: > 0 } url ? GoUrl.Parse(url) : null,
            "cookie_name" or "cookie_domain" or "address" => Weak.Text(value),
            "set_response_headers" => ResponseHeaders(value),
            "jwt_claims_headers" => ClaimHeaders(value),
            "runtime_flags" => Flags(value),
            "downstream_mtls" => Certificates(Weak.Struct(value)),
            "circuit_breaker_thresholds" => CircuitBreakers(value),
            _ => null,
        };
    }

    public static string? UnderscoresAction(Node? value) => Weak.Enum(value, "HEADERS_WITH_UNDERSCORES_ACTION_", "UNKNOWN", "ALLOW", "REJECT_REQUEST", "DROP_HEADER");

    public static string? EscapedSlashesAction(Node? value) => Weak.Enum(
        value, "PATH_WITH_ESCAPED_SLASHES_ACTION_", "UNKNOWN", "KEEP_UNCHANGED", "REJECT_REQUEST", "UNESCAPE_AND_REDIRECT", "UNESCAPE_AND_FORWARD");

    public static string? Enforcement(Node? value) => Weak.Enum(value, "", "UNKNOWN", "POLICY", "POLICY_WITH_DEFAULT_DENY", "REJECT_CONNECTION");

    /// <summary>The names of the headers that carry claims (P:config/custom.go, JWTClaimHeaders.UnmarshalJSON).</summary>
    public static IReadOnlyList<string> ClaimHeaders(Node? value)
    {
        switch (value)
        {
            case null or NullNode:
                return [];
            case MapNode map:
                var names = map.Entries.Select(entry => entry.Key.ToLowerInvariant()).ToList();
                return names.All(name => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
                    ? names
                    : throw new NotTakenException("has invalid header name");
            case ListNode list:
                return list.Items.Any(item => item is MapNode)
                    ? throw new NotTakenException("found nested object in array of values")
                    : [.. list.Items.Select(item => item is TextNode text ? text.Value : "?").Select(Header)];
            case TextNode text:
                return [.. text.Value.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Header)];
            default:
                throw new NotTakenException("JWTClaimHeaders must be an object or an array of values");
        }

        static string Header(string claim) => "x-pomerium-claim-" + claim.ToLowerInvariant();
    }

    // P:config/options.go, parseHeaders: read again without Pomerium's hooks, so that a text is no map.
    private static IReadOnlyDictionary<string, string>? ResponseHeaders(Node value) =>
        value is TextNode ? throw new NotTakenException("expected a map, got 'string'") : Weak.TextMap(value);

    private static object? Flags(Node value)
    {
        foreach (var (_, flag) in Weak.Map(value))
        {
            _ = Weak.Flag(flag);
        }

        return null;
    }

    private static object? CircuitBreakers(Node value)
    {
        RouteKeys.CircuitBreakers(value);
        return null;
    }

    private static object? Certificates(MapNode? settings)
    {
        if (settings is null)
        {
            return null;
        }

        _ = (Enforcement(settings.Find("enforcement")), Weak.Whole(settings.Find("max_verify_depth")));
        if (!ModelRoute.Base64(Weak.Text(settings.Find("ca"))))
        {
            throw new NotTakenException("ca is no base64");
        }

        foreach (var name in settings.Find("match_subject_alt_names") is { } names ? names is ListNode list ? list.Items : names is NullNode ? [] : [names] : [])
        {
            // SANMatcher.UnmarshalJSON: one type with one text; the type is judged by validate.
            if (name is not MapNode { Entries: [var (type, pattern)] } || pattern is not TextNode || type.ToLowerInvariant() is not ("email" or "dns" or "uri" or "ip_address" or "user_principal_name"))
            {
                throw new NotTakenException("unsupported SAN matcher");
            }
        }

        return null;
    }

    private static bool Services(string text) =>
        text.Split(',').Select(service => service.Trim().ToLowerInvariant()).Where(service => service.Length > 0).ToList() is { Count: > 0 } services
        && services.All(service => service is "all" or "authenticate" or "authorize" or "cache" or "databroker" or "proxy");

    // net.SplitHostPort and a positive number.
    private static bool IsAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) == colon && int.TryParse(text[(colon + 1)..], out var port) && port > 0;
    }

    private static object? Check(bool holds, string name) => holds ? null : throw new NotTakenException($"the value of {name}");
}
