using CsCheck;
using PostHogProxy.Pomerium.Tests.Differential.Model;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>Whole configurations and requests.</summary>
internal static class Files
{
    private static readonly Gen<Entry> Global = Gen.Frequency(
        (3, Pick.Key(Enums.Underscores, "headers_with_underscores_action")),
        (3, Pick.Key(Enums.EscapedSlashes, "path_with_escaped_slashes_action")),
        (1, Pick.Key(Enums.Codec, "codec_type")),
        (2, Pick.Key(Enums.Bearer, "bearer_token_format")),
        (1, Pick.Key(Enums.Issuer, "jwt_issuer_format")),
        (5, Pick.Key(Pick.Of<Node>(true, false, "false", "T", 0, "yes"), "merge_slashes", "normalize_path", "skip_xff_append", "pass_identity_headers", "insecure_server", "autocert", "cookie_http_only")),
        (2, Pick.Key(Pick.Of<Node>("30s", 0, "5s", 30, "30", "1m"), "timeout_read", "timeout_write", "timeout_idle", "default_upstream_timeout", "cookie_expire", "grpc_client_timeout")),
        (1, Pick.Key(Pick.Of<Node>("30s", "1ms", "1us", 0, "-1s", 5), "dns_refresh_rate", "dns_failure_refresh_rate", "dns_query_timeout")),
        (1, Pick.Key(Pick.Of<Node>(5, "5", true, -1), "dns_query_tries", "xff_num_trusted_hops", "dns_use_tcp")),
        (2, Pick.Key(Pick.Text("info", "debug", "warn", "INFO", "verbose", "", "off"), "log_level", "proxy_log_level")),
        (1, Pick.Key(Pick.Text("lax", "Strict", "none", "", "loose"), "cookie_same_site")),
        (1, Pick.Key(Pick.Text("AUTO", "V4_ONLY", "v4_only", "", "ALL", "IPV4"), "dns_lookup_family")),
        (1, Pick.Key(Pick.Text("all", "All, proxy", "everything", "all,x"), "services")),
        (1, Pick.Key(Pick.Text(":9090", "127.0.0.1:9090", "9090", "", ":x", ":0"), "metrics_address", "health_check_addr", "debug_address")),
        (1, Pick.Key(Pick.Text("YTpi", "YQ==", "x", ""), "metrics_basic_auth")),
        (1, Pick.Key(Pick.Text("memory", "file", "redis", "Memory"), "databroker_storage_type")),
        (2, Pick.Key(Pick.Text("https://auth.test", "https://app.test", "https://auth.test/x", "auth.test", "", "https://auth.test:8443", "http://auth.test"), "authenticate_service_url")),
        (1, Pick.Key(Pick.Text("https://inner.test", "inner.test", "https://"), "authenticate_internal_service_url", "signout_redirect_url", "authorize_service_url")),
        (2, Pick.Key(Pick.Of<Node>(MapNode.Of(("X-Frame-Options", "DENY")), MapNode.Of(("disable", "true")), ListNode.Of(), ListNode.Of(MapNode.Of(("x", "y"))), "{\"a\": \"b\"}", MapNode.Of(("x", ListNode.Of("y")))), Pick.OddMapping, 25, "set_response_headers")),
        (2, Pick.Key(Pick.Of<Node>(MapNode.Of(("X-Email", "email")), ListNode.Of("email"), "email, groups", MapNode.Of(("a b", "x")), ListNode.Of(MapNode.Of()), 5), Pick.OddMapping, 25, "jwt_claims_headers")),
        (3, Pick.Key(Pick.Of<Node>(MapNode.Of(("match_any_incoming_port", false)), MapNode.Of(("mcp", false)), MapNode.Of(("mcp", "on")), MapNode.Of(("mcp", "true"), ("nonsense", true)), MapNode.Of(("match_any_incoming_port", "0"))), Pick.OddMapping, 25, "runtime_flags")),
        (2, Pick.Key(Gen.Select(Structs.Mtls, Gen.Frequency((1, Pick.Of<Node>(Node.Null)), (1, Enums.Enforcement)), (mtls, enforcement) => mtls is MapNode map ? map.With("enforcement", enforcement) : mtls), Pick.OddMapping, 25, "downstream_mtls")),
        (2, Pick.Key(Structs.Providers, Pick.OddMapping, 25, "identity_providers")),
        (1, Pick.Key(Structs.CircuitBreakers, Pick.OddMapping, 25, "circuit_breaker_thresholds")),
        (1, Pick.Key(Pick.Of<Node>(ListNode.Of("websocket"), "websocket", ListNode.Of()), Pick.OddMapping, 25, "allow_upgrades", "idp_scopes", "programmatic_redirect_domain_whitelist")),
        (1, Pick.Key(Pick.Of<Node>(MapNode.Of(("a", "b")), "{\"a\": \"b\"}", "x"), Pick.OddMapping, 25, "idp_request_params")),
        (1, Pick.Key(Pick.Text("_pomerium", "session"), "cookie_name")),
        (1, Pick.Key(Pick.Of<Node>("x", Node.Null, "", MapNode.Of(), MapNode.Of(("a", "b")), 5), "client_ca", "client_ca_file", "idp_qps", "tracing_provider", "tracing_sample_rate", "tracing_otlp_endpoint", "tracing_service_name", "policy_file", "x-note", "idp_service_account", "nonsense")),
        (1, Pick.Key(Pick.Text("eA==", "x", " eA==", ""), "shared_secret")));

    private static readonly Gen<KeyValuePair<string, string>> Header = Gen.OneOf(
        Pick.Of(
            "*/*", "text/html", "application/json", "application/json, text/plain, */*", "application/json, text/html", "text/plain, text/html", "*/*, application/json",
            "application/json;q=0.5, */*;q=0.5", "text/html;q=0.5, application/json", "application/grpc-web-text", "text/*", "application/*", "image/png", "text/html,", "x", "", "*/json",
            "text/html;charset=utf-8", "text/html ; q=0.1, application/json;q=0.01", "application/json;q=0", "text/html;q=0.1,application/json;q=0.2,*/*;q=0.3", "TEXT/HTML",
            "application/json ;q=0.9, text/plain", "application/xhtml+xml,application/json;q=0.9,*/*;q=0.8", "*", "text/html;level=1, application/json", "text/html;q=x", ",application/json", "text/html;q=2, application/json")
            .Select(value => KeyValuePair.Create("Accept", value)),
        Pick.Of("a=b", "_pomerium=x", "_pomerium=x; a=b", "session=y").Select(value => KeyValuePair.Create("Cookie", value)),
        Pick.Of("Basic x", "Pomerium x", "pomerium x").Select(value => KeyValuePair.Create("Authorization", value)),
        Pick.Of(
            KeyValuePair.Create("x_a", "1"), KeyValuePair.Create("Origin", "https://a.test"), KeyValuePair.Create("Access-Control-Request-Method", "POST"), KeyValuePair.Create("X-A", "1"),
            KeyValuePair.Create("X-Pomerium-Jwt-Assertion", "x"), KeyValuePair.Create("X-Email", "x"), KeyValuePair.Create("x-pomerium-claim-email", "x"), KeyValuePair.Create("X-Host", "h.test"),
            KeyValuePair.Create("Content-Type", "application/grpc"), KeyValuePair.Create("Content-Type", "application/grpc-web+proto"), KeyValuePair.Create("Content-Type", "application/json"),
            KeyValuePair.Create("X-Pomerium-Authorization", "x")));

    public static readonly Gen<ModelRequest> Request = Gen.Select(
        Pick.Of("app.test", "app.test", "app.test", "shop.test", "a.b.test", "x.test", "y.b.test", "none.example", "auth.test", "authenticate.pomerium.app", "down.test", "inner.test", "db.test:22").Select(
            Gen.Frequency((8, Pick.Of("")), (2, Pick.Of(":8443", ":80"))), (host, port) => host.Contains(':', StringComparison.Ordinal) ? host : host + port),
        Pick.Of(
            "/", "/static/array.js", "/a/b", "/a", "/exact", "/x12", "//a//b", "/a%2Fb", "/a%5Cb", "/robots.txt", "/ping", "/healthz", "/.pomerium", "/.pomerium/user", "/.pomerium/x", "/.pomerium/api/v1/routes",
            "/.well-known/pomerium", "/.well-known/pomerium/jwks.json", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/x", "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-authorization-server/x", "/A/x", "/static/%20x", "/x1/e/", "/oauth2/callback", "/.pomeriumx", "/static//x", "/static%2fx",
            "/a/../b", "/a/./b", "/a/b/..", "/a/b/.", "/../a", "/static/%2e%2e/a/b", "/a//../b", "/a\\b", "/a%2F..%2Fstatic/x", "/a//b/../c", "/a/..%5Cx"),
        Gen.Frequency((8, Pick.Of("")), (2, Pick.Of("?v=1", "?pomerium_session=x", "?a=//b"))),
        Gen.Frequency((6, Pick.Of("GET")), (3, Pick.Of("POST", "OPTIONS"))),
        Header.Array[0, 3],
        (authority, path, query, method, headers) => new ModelRequest(
            authority, path, query, method, [KeyValuePair.Create("User-Agent", "u"), .. headers.DistinctBy(header => header.Key.ToLowerInvariant())]));

    /// <summary>A file: keys of its own, then routes, in either list or both.</summary>
    public static readonly Gen<MapNode> Any = Gen.Select(
        Global.Array[0, 2],
        Gen.Frequency((4, Routes.Any.Array[1, 2]), (3, Routes.Any.Array[0, 5])),
        Gen.Int[0, 100],
        (globals, routes, shape) =>
        {
            IEnumerable<Entry> lists = shape switch
            {
                100 => [new("routes", routes.Length > 0 ? routes[0] : Node.Null)],
                99 => [new("routes", "x")],
                98 => [new("routes", "")],
                97 => [new("routes", 5)],
                96 => [],
                > 90 => [new("policy", new ListNode(routes))],
                > 84 => [new("routes", new ListNode([.. routes.Skip(1)])), new("policy", new ListNode([.. routes.Take(1)]))],
                _ => [new("routes", new ListNode(routes))],
            };
            return Pick.Map(shape % 7 == 0 ? [.. lists, .. globals] : [.. globals, .. lists]);
        });

    /// <summary>A file, its spelling and requests to make.</summary>
    public static readonly Gen<(MapNode File, int Style, ModelRequest[] Requests)> WithRequests =
        Gen.Select(Any, Gen.Frequency((1, Gen.Const(0)), (4, Gen.Int[1, int.MaxValue])), Request.Array[6], (file, style, requests) => (file, style, requests));
}
