namespace PostHogProxy.Pomerium.Tests.Reading;

/// <summary>
/// What Pomerium loads and what it does not, by kind. ⟦⟧ mark the value (or the key, where it has none) that keeps the file from being
/// loaded. Each was read in its source (pomerium/pomerium c8ace109, go-viper/mapstructure 2.5, go-yaml v3).
/// </summary>
internal static class LoadingCases
{
    /// <summary>P:config/custom.go, decodeEnumHookFunc, and the enumerations of P:pkg/grpc/config/config.proto.</summary>
    public static readonly string[] RouteEnumerations =
    [
        "load_balancing_policy: ⟦roundrobin⟧", "load_balancing_policy: round_robin", "load_balancing_policy: LOAD_BALANCING_POLICY_MAGLEV",
        "load_balancing_policy: Request", "load_balancing_policy: hash", "load_balancing_policy: \"\"", "load_balancing_policy: 3", "load_balancing_policy: 99",
        "load_balancing_policy: ⟦robin_⟧", "load_balancing_policy: ⟦least-request⟧", "load_balancing_policy: ⟦[random]⟧", "load_balancing_policy: ⟦\"3\"⟧",
        "bearer_token_format: ⟦foo⟧", "bearer_token_format: idp_access_token", "bearer_token_format: TOKEN", "bearer_token_format: ⟦access-token⟧", "bearer_token_format: default",
        "jwt_issuer_format: ⟦host_only⟧", "jwt_issuer_format: hostOnly", "jwt_issuer_format: IssuerURI", "jwt_issuer_format: uri", "jwt_issuer_format: ⟦issuer⟧",
    ];

    public static readonly string[] FileEnumerations =
    [
        "codec_type: ⟦h2⟧", "codec_type: http2", "codec_type: CODEC_TYPE_AUTO", "codec_type: true",
        "path_with_escaped_slashes_action: ⟦foo⟧", "path_with_escaped_slashes_action: keep_unchanged", "path_with_escaped_slashes_action: and_forward",
        "headers_with_underscores_action: ⟦drop⟧", "headers_with_underscores_action: drop_header", "headers_with_underscores_action: ⟦[allow]⟧",
        "downstream_mtls: {enforcement: ⟦reject⟧}", "downstream_mtls: {enforcement: reject_connection}", "downstream_mtls: {enforcement: DENY}", "downstream_mtls: {enforcement: ⟦none⟧}",
        "bearer_token_format: ⟦bearer⟧", "jwt_issuer_format: ⟦host⟧",
        "log_level: ⟦INFO⟧", "log_level: warning", "proxy_log_level: ⟦verbose⟧", "log_level: \"\"", "cookie_same_site: Lax", "cookie_same_site: ⟦relaxed⟧",
        "dns_lookup_family: ⟦v4_only⟧", "dns_lookup_family: V4_ONLY", "databroker_storage_type: ⟦redis⟧", "databroker_storage_type: ⟦\"\"⟧", "databroker_storage_type: memory",
        "services: ⟦web⟧", "services: \"All, proxy\"", "services: ⟦\"\"⟧",
    ];

    /// <summary>mapstructure, decodeBool, and those that go through JSON (P:config/custom.go, decodeNullBoolHookFunc).</summary>
    public static readonly string[] Booleans =
    [
        "runtime_flags: {mcp: ⟦on⟧}", "runtime_flags: {mcp: \"true\"}", "runtime_flags: {mcp: 2}", "runtime_flags: [{mcp: true}, {config_hot_reload: ⟦off⟧}]",
        "runtime_flags: '{\"mcp\": true}'", "runtime_flags: ⟦'{\"mcp\": \"true\"}'⟧", "runtime_flags: ⟦mcp⟧", "runtime_flags: {mcp: ⟦2001-01-01⟧}",
        "dns_use_tcp: ⟦\"true\"⟧", "dns_use_tcp: true", "dns_use_tcp: ⟦1⟧", "envoy_bind_config_freebind: ⟦yes⟧", "merge_slashes: ⟦no⟧", "normalize_path: f", "use_proxy_protocol: ⟦enabled⟧",
        "cookie_http_only: 0x1", "insecure_server: .nan", "autocert: \"\"", "grpc_insecure: ⟦[true]⟧", "skip_xff_append: {}", "skip_xff_append: ⟦{a: b}⟧",
    ];

    public static readonly string[] RouteBooleans =
    [
        "redirect: {https_redirect: ⟦yes⟧}", "redirect: {https_redirect: 1, strip_query: F}", "redirect: {strip_query: ⟦off⟧}",
        "session_recording: {enabled: ⟦on⟧}", "session_recording: ⟦true⟧", "session_recording: {enabled: true}",
        "pass_identity_headers: ⟦n⟧", "allow_websockets: 1.5", "tls_skip_verify: ⟦\" true\"⟧",
    ];

    /// <summary>mapstructure, StringToTimeDurationHookFunc and decodeInt; P:config/options_dns.go; P:config/otelconfig.</summary>
    public static readonly string[] Durations =
    [
        "timeout_read: ⟦5⟧", "timeout_read: ⟦0x1e⟧", "timeout_read: ⟦1_000⟧", "timeout_read: ⟦1e3⟧", "timeout_read: ⟦true⟧", "timeout_read: 0", "timeout_read: 0.0", "timeout_read: +0",
        "timeout_read: ⟦\"5\"⟧", "timeout_read: ⟦5 s⟧", "timeout_read: 1h2m3.5s", "timeout_read: .5s", "timeout_read: -5s", "timeout_read: ⟦\"\"⟧", "timeout_read: ⟦1d⟧",
        "timeout_read: ⟦2001-01-01⟧", "timeout_read: ⟦[5s]⟧", "timeout_read: 1µs", "timeout_read: ⟦300000h1000000000h⟧", "timeout_read: ⟦08⟧", "timeout_read:",
        "dns_refresh_rate: ⟦5⟧", "dns_refresh_rate: 1ms", "dns_refresh_rate: ⟦1us⟧", "dns_failure_refresh_rate: ⟦0⟧", "dns_query_timeout: ⟦-1s⟧", "dns_query_timeout: 0",
        "otel_exporter_otlp_timeout: 500", "otel_exporter_otlp_timeout: \"500\"", "otel_exporter_otlp_timeout: ⟦5s⟧", "otel_bsp_schedule_delay: ⟦1.5⟧",
    ];

    /// <summary>mapstructure, decodeInt and decodeUint; P:config/custom.go, decodeNullUint32HookFunc.</summary>
    public static readonly string[] Numbers =
    [
        "xff_num_trusted_hops: 1", "xff_num_trusted_hops: \"0x10\"", "xff_num_trusted_hops: ⟦one⟧", "xff_num_trusted_hops: ⟦\"-1\"⟧", "xff_num_trusted_hops: true", "xff_num_trusted_hops: ⟦\"1.0\"⟧",
        "circuit_breaker_thresholds: {max_connections: ⟦\"5\"⟧}", "circuit_breaker_thresholds: {max_connections: 5}", "circuit_breaker_thresholds: {max_retries: ⟦-1⟧}",
        "circuit_breaker_thresholds: {max_requests: 5.0}", "circuit_breaker_thresholds: {max_requests: ⟦5.5⟧}", "circuit_breaker_thresholds: ⟦5⟧",
        "dns_query_tries: ⟦\"3\"⟧", "dns_udp_max_queries: ⟦4294967296⟧", "otel_traces_sampler_arg: 0.5", "otel_traces_sampler_arg: ⟦half⟧",
    ];

    public static readonly string[] RouteNumbers =
    [
        "redirect: {response_code: ⟦200⟧}", "redirect: {response_code: 308}", "redirect: {response_code: \"301\"}", "redirect: {port_redirect: ⟦https⟧}", "redirect: {response_code: ⟦\"0\"⟧}",
        "response: {status: ⟦ok⟧}", "response: {status: 404, body: no}", "response: ⟦404⟧", "healthy_panic_threshold: ⟦\"50\"⟧", "healthy_panic_threshold: 50",
        "regex_priority_order: ⟦first⟧", "regex_priority_order: \"5\"", "circuit_breaker_thresholds: {max_retries: ⟦many⟧}",
    ];

    /// <summary>mapstructure, decodeString, decodeSlice and decodeMapFromSlice; P:config/custom.go, decodeStringToMapHookFunc.</summary>
    public static readonly string[] RouteTexts =
    [
        "name: ⟦2001-01-01⟧", "name: \"2001-01-01\"", "name: 5", "name: true", "name: ⟦[a]⟧", "name: ⟦{}⟧", "description: ⟦2001-01-01 10:00:00⟧", "name: 2001-13-01", "name: 01-01-2001",
        "set_request_headers: [{X-A: b}]", "set_request_headers: []", "set_request_headers: {}", "set_request_headers: '{\"X-A\": \"b\"}'", "set_request_headers: [{X-A: b}, '{\"X-B\": \"c\"}']",
        "set_request_headers: ⟦\"X-A: b\"⟧", "set_request_headers: ⟦\"\"⟧", "set_request_headers: {X-A: ⟦[b, c]⟧}", "set_request_headers: {X-A: ⟦2001-01-01⟧}", "set_request_headers: {X-A: 5}",
        "set_request_headers: ⟦'{\"X-A\": 5}'⟧", "set_request_headers: ⟦'{X-A: b}'⟧", "set_request_headers: ⟦5⟧", "set_response_headers: [{A: b}, {A: ⟦{c: d}⟧}]", "set_response_headers: {A: }",
        "allowed_idp_claims: {groups: [a, {b: c}], x: y}", "allowed_idp_claims: [{groups: [a]}]", "allowed_idp_claims: ⟦groups⟧", "allowed_idp_claims: '{\"groups\": [\"a\"]}'", "allowed_idp_claims: '{\"a\": \"b\", \"c\": {\"d\": 5}}'",
        "allowed_idp_claims: ⟦'[\"a\"]'⟧", "allowed_idp_claims: 'null'",
        "remove_request_headers: [⟦[Cookie]⟧]", "remove_request_headers: {}", "remove_request_headers: ⟦{a: b}⟧", "remove_request_headers: 5", "remove_request_headers: ⟦2001-01-01⟧", "remove_request_headers: [a, ]",
        "rewrite_response_headers: [{header: Location, prefix: a, value: b}]", "rewrite_response_headers: {header: Location}", "rewrite_response_headers: [⟦Location⟧]",
        "idp_access_token_allowed_audiences: a,b", "idp_access_token_allowed_audiences: [⟦{}⟧]",
        "sub_policies: [{allowed_users: ⟦{a: b}⟧}]", "sub_policies: [{id: a, rego: [x], allowed_idp_claims: {a: b}}]", "upstream_tunnel: ⟦yes⟧", "upstream_tunnel: {}",
    ];

    public static readonly string[] FileTexts =
    [
        "set_response_headers: {A: b}", "set_response_headers: [{A: b}]", "set_response_headers: ⟦'{\"A\": \"b\"}'⟧", "idp_request_params: {a: ⟦[b]⟧}", "idp_request_params: '{\"a\": \"b\"}'",
        "jwt_claims_headers: [email]", "jwt_claims_headers: email, groups", "jwt_claims_headers: {X-Email: email}", "jwt_claims_headers: ⟦true⟧", "jwt_claims_headers: [⟦{a: b}⟧]", "jwt_claims_headers: {⟦X Email⟧: email}",
        "certificates: [{cert: a, key: b}]", "certificates: ⟦a.pem⟧", "blob_storage: {bucket_uri: ⟦[a]⟧}", "debug_address: ⟦9090⟧", "debug_address: :9090", "cookie_name: {}", "cookie_name: ⟦{a: b}⟧",
    ];

    /// <summary>P:pkg/grpc/config/config.proto, HealthCheck and OutlierDetection, through protojson (P:config/custom.go, decodeProtoHookFunc).</summary>
    public static readonly string[] Health =
    [
        "health_checks: [{timeout: 5s, interval: 1.5s, unhealthy_threshold: 3, http_health_check: {path: /h}}]", "health_checks: [{timeout: ⟦1m⟧}]", "health_checks: [{timeout: ⟦5⟧}]",
        "health_checks: {timeout: 5s}", "health_checks: [⟦tcp⟧]", "health_checks: [{unhealthy_threshold: \"3\"}]", "health_checks: [{unhealthy_threshold: ⟦three⟧}]", "health_checks: [{reuse_connection: ⟦yes⟧}]",
        "health_checks: [{http_health_check: {path: ⟦5⟧}}]", "health_checks: [{http_health_check: {expected_statuses: [{start: 200, end: 300}]}}]", "health_checks: [{http_health_check: {expected_statuses: ⟦{start: 200}⟧}}]",
        "health_checks: [{http_health_check: {}, ⟦tcp_health_check⟧: {}}]", "health_checks: [{unknown: [x]}]",
        "outlier_detection: {interval: ⟦10⟧}", "outlier_detection: {interval: 10s, consecutive_5xx: 5}", "outlier_detection: {consecutive_5xx: ⟦-1⟧}", "outlier_detection: ⟦[]⟧", "outlier_detection: {split_external_local_origin_errors: ⟦\"true\"⟧}",
    ];

    /// <summary>P:config/policy.go, Validate.</summary>
    public static readonly string[] Routes =
    [
        "mcp: ⟦{}⟧", "mcp: ⟦{upstream_oauth2: {client_id: x}}⟧", "mcp: {server: {}}", "mcp: {client: {}}", "mcp: ⟦{server: }⟧", "mcp: {server: {upstream_oauth2: {client_id: x, endpoint: {auth_style: in_header}, scopes: a}}}",
        "mcp: {server: {upstream_oauth2: {endpoint: {auth_style: ⟦basic⟧}}}}", "mcp: {server: {max_request_bytes: ⟦1M⟧}}", "mcp: {server: {authorization_server_url: ⟦http://idp.test⟧}}",
        "mcp: {server: {authorization_server_url: ⟦idp.test⟧}}", "mcp: {server: {authorization_server_url: https://idp.test}}", "mcp: {client: ⟦true⟧}", "mcp: ⟦server⟧",
        "depends_on: [a.test, b.test]", "depends_on: [a, b, c, d, e, ⟦f⟧]", "depends_on: [https://a.test/x, a]", "depends_on: [⟦a.test/x⟧]", "depends_on: a.test",
        "tls_custom_ca: ⟦ca.pem⟧", "tls_custom_ca: YQ==", "tls_downstream_client_ca: ⟦YQ⟧", "⟦tls_client_cert⟧: YQ==", "⟦tls_client_key_file⟧: a.key", "tls_client_cert_file: a, tls_client_key_file: b",
        "kubernetes_service_account_token: a, ⟦kubernetes_service_account_token_file⟧: b", "response: {}, ⟦to⟧: []", "redirect: {}, ⟦to⟧: ",
    ];

    /// <summary>P:config/options.go, mtls.go, autocert.go, options_databroker.go: Validate.</summary>
    public static readonly string[] Options =
    [
        "authenticate_service_url: ⟦authenticate.test⟧", "authenticate_service_url: https://authenticate.test", "signout_redirect_url: ⟦/bye⟧", "databroker_service_urls: [http://a, ⟦b⟧]", "databroker_internal_service_url: ⟦a:5443⟧",
        "shared_secret: ⟦geheim⟧", "shared_secret: ⟦\"YWJj \"⟧", "shared_secret: YWJj", "metrics_basic_auth: ⟦YWJj⟧", "metrics_basic_auth: YTpi", "metrics_address: ⟦9090⟧", "metrics_address: \":9090\"", "metrics_address: \"\"",
        "health_check_addr: ⟦\"\"⟧", "health_check_addr: 127.0.0.1:1", "health_check_addr: \"[::1]:9\"", "health_check_addr: ⟦localhost:http⟧", "metrics_address: ⟦\":0\"⟧",
        "⟦autocert_eab_key_id⟧: a", "autocert_trusted_ca: YQ==\n⟦autocert_trusted_ca_file⟧: a", "⟦certificate_file⟧: a.pem", "certificate: ⟦a.pem⟧\ncertificate_key: YQ==",
        "downstream_mtls: {ca: YQ==, ⟦ca_file⟧: a}", "downstream_mtls: {ca: ⟦a.pem⟧}", "downstream_mtls: {crl: YQ==, ⟦crl_file⟧: a}", "downstream_mtls: {max_verify_depth: ⟦deep⟧}",
        "downstream_mtls: {match_subject_alt_names: [{dns: '.*'}]}", "downstream_mtls: {match_subject_alt_names: [{⟦host⟧: '.*'}]}", "downstream_mtls: {match_subject_alt_names: [{dns: ⟦'('⟧}]}", "downstream_mtls: {match_subject_alt_names: [⟦{dns: a, email: b}⟧]}",
        "downstream_mtls: ⟦ca.pem⟧", "databroker_storage_type: ⟦postgres⟧", "databroker_storage_type: postgres\ndatabroker_storage_connection_string: x",
        "databroker_cluster_leader_id: ⟦a⟧", "databroker_cluster_leader_id: a\ndatabroker_cluster_nodes: [{id: a, grpc_address: http://a}]", "databroker_cluster_nodes: [{⟦id⟧: a}]",
        "mcp_allowed_client_id_domains: [a.test, ⟦\"\"⟧]", "mcp_allowed_client_id_domains: [\"\"]\nruntime_flags: {mcp: false}",
        "tracing_otlp_endpoint: x\ntracing_service_name: y", "⟦tracing_sample_rate⟧: 1", "client_ca: ", "policy_file: \"\"",
    ];

    /// <summary>P:config/identity_provider.go, validateIdentityProviders.</summary>
    public static readonly string[] Providers =
    [
        "identity_providers: {gh: {issuer: https://a.test, audiences: [x]}}", "identity_providers: {gh: {issuer: ⟦a.test⟧, audiences: [x]}}", "identity_providers: {gh: {issuer: ⟦http://a.test⟧, audiences: [x]}}",
        "identity_providers: {gh: {issuer: http://localhost:1, audiences: x}}", "identity_providers: {⟦gh⟧: {audiences: [x]}}", "identity_providers: {⟦gh⟧: {issuer: https://a.test}}", "identity_providers: {⟦a/b⟧: {issuer: https://a.test, audiences: [x]}}",
        "identity_providers: {a: {issuer: https://a.test, audiences: [x]}, b: {issuer: ⟦https://a.test⟧, audiences: [x]}}", "identity_providers: {a: {issuer: https://a.test, audiences: [x], supported_algs: [ES256, ⟦HS256⟧]}}",
        "identity_providers: {a: {issuer: https://a.test, audiences: [x], jwks_url: ⟦http://a.test/k⟧}}", "identity_providers: {a: {issuer: kubernetes:///, audiences: [x], jwks_url: ⟦https://k⟧}}",
        "identity_providers: {a: ⟦https://a.test⟧}", "identity_providers: {a: {issuer: https://a.test, audiences: [x]}}\nroutes: [{from: https://a.test, to: http://a, bearer_token_format: jwt, identity_providers: [a]}]",
        "identity_providers: {a: {issuer: https://a.test, audiences: [x]}}\nroutes: [{from: https://a.test, to: http://a, bearer_token_format: jwt, identity_providers: [a, ⟦b⟧]}]",
        "identity_providers: {Aa: {issuer: https://a.test, audiences: [x]}}\nroutes: [{from: https://a.test, to: http://a, bearer_token_format: jwt, identity_providers: [⟦Aa⟧]}]",
        "identity_providers: {a: {issuer: https://a.test, audiences: [x]}}\nroutes: [{from: https://a.test, to: http://a, ⟦identity_providers⟧: [a]}]",
        "routes: [{from: https://a.test, to: http://a, bearer_token_format: ⟦jwt⟧}]", "routes: [{from: https://a.test, to: http://a, bearer_token_format: ⟦4⟧}]", "bearer_token_format: jwt\nroutes: [{from: ⟦https://a.test⟧, to: http://a}]",
        "bearer_token_format: jwt\nroutes: [{from: https://a.test, to: http://a, bearer_token_format: default}]",
    ];

    /// <summary>P:config/custom.go, weightedString and StringSlice; Go's net/url.</summary>
    public static readonly string[] Upstreams =
    [
        "[\"http://a:80,1\", \"http://b:80,2\"]", "[\"⟦http://a:80⟧, 1\", \"⟦http://b:80⟧, 2\"]", "\"⟦http://a⟧,+1\"", "\"⟦http://a⟧,4294967296\"", "\"⟦http://a⟧,1,2\"", "{x: http://a, y: http://b}", "[[http://a], [http://b]]", "⟦5⟧", "⟦2001-01-01⟧",
        "⟦\"https://a\\n\"⟧", "⟦\" https://a\"⟧", "⟦\"https://a \"⟧", "\"https://a/b c\"", "⟦\"https://a/%zz\"⟧", "https://a/%41", "⟦https://a:b⟧", "https://a:", "⟦https://a:80:80⟧", "⟦https://::1⟧", "\"https://[::1]:80\"", "⟦\"https://[::1\"⟧", "⟦\"https://[a]\"⟧", "⟦\"https://x[::1]\"⟧",
        "https://user:pw@a", "⟦\"https://us er@a\"⟧", "⟦\"https://a b\"⟧", "⟦https://%41⟧", "⟦https://⟧", "⟦https:a⟧", "⟦a⟧", "⟦//a⟧", "⟦localhost:8080⟧", "⟦\"https://:80\"⟧", "⟦\"https://a\\tb\"⟧", "⟦\"https://a{b}\"⟧", "https://ä.test", "HTTPS://a",
        "unix:///run/a.sock", "https+unix:///run/a.sock", "[tcp://a:1, ⟦http://b⟧]", "[⟦http://a⟧, unix:///x]", "[http://a, https://b]", "[udp://a:1, udp://b:1]",
    ];

    /// <summary>go-yaml v3, decode.go; viper; P:config/policy.go.</summary>
    public static readonly string[] Files =
    [
        "x: &a {timeout: 5s}\ny: &b {idle_timeout: 6s}\nroutes:\n- <<: *a\n  ⟦<<⟧: *b\n  from: https://a.test\n  to: http://a\n", "x: &a {timeout: 5s}\ny: &b {idle_timeout: 6s}\nroutes:\n- <<: [*a, *b]\n  from: https://a.test\n  to: http://a\n",
        "x: &a [{timeout: 5s}]\nroutes:\n- ⟦<<⟧: *a\n  from: https://a.test\n  to: http://a\n", "routes:\n- ⟦<<⟧: ~\n  from: https://a.test\n  to: http://a\n",
        "routes:\n- from: https://a.test\n  to: http://a\n⟦-⟧\n", "routes: [⟦~⟧]\n", "routes: []\n", "routes: {}\n", "routes: {from: https://a.test, to: http://a}\n", "routes: ⟦5⟧\n", "routes: [⟦[]⟧]\n", "routes: ⟦a,b⟧\n", "routes:\n", "policy: W10=\n",
        "a: 1\n⟦a⟧: 2\n", "a: 1\n⟦\"a\"⟧: 2\n", "routes: []\n---\na: b: c\n", "routes: [{from: https://a.test, to: http://a}]\n---\nroutes: [{}]\n",
        "routes: [{from: https://a.test, to: http://a, ⟦allowed_groups⟧: }]\n",

        // viper drops a mapping of the file's own in which no value is left.
        "merge_slashes: {}\nclient_ca: {a: {b: }}\ndownstream_mtls: {enforcement: {}}\nidentity_providers: {gh: {}}\nallow_upgrades: {a: }\n", "merge_slashes: ⟦{a: []}⟧\n",
    ];
}
