using CsCheck;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>Values that have keys of their own.</summary>
internal static class Structs
{
    public static readonly Gen<Node> Mcp = Of(
        [
            MapNode.Of(("server", MapNode.Of())), MapNode.Of(("server", MapNode.Of())), MapNode.Of(("client", MapNode.Of())),
            MapNode.Of(("server", MapNode.Of(("max_request_bytes", 4096), ("path", "/mcp"), ("authorization_server_url", "https://idp.test")))),
            MapNode.Of(("server", MapNode.Of(("upstream_oauth2", MapNode.Of(("client_id", "x"), ("endpoint", MapNode.Of(("auth_url", "https://a.test"), ("auth_style", "in_params")))))))),
            MapNode.Of(("server", MapNode.Of()), ("client", MapNode.Of())),
        ],
        [
            MapNode.Of(), MapNode.Of(("server", Node.Null)), MapNode.Of(("upstream_oauth2", MapNode.Of(("client_id", "x")))), MapNode.Of(("server", true)), MapNode.Of(("server", ListNode.Of())),
            MapNode.Of(("server", MapNode.Of(("authorization_server_url", "http://idp.test")))), MapNode.Of(("server", MapNode.Of(("authorization_server_url", "idp.test")))),
            MapNode.Of(("server", MapNode.Of(("upstream_oauth2", MapNode.Of(("endpoint", MapNode.Of(("auth_style", "params")))))))), MapNode.Of(("server", MapNode.Of(("max_request_bytes", "x")))),
            MapNode.Of(("server", MapNode.Of(("upstream_oauth2", "x")))), "server",
        ]);

    public static readonly Gen<Node> Redirect = Of(
        [MapNode.Of(("https_redirect", true)), MapNode.Of(("host_redirect", "other.test"), ("response_code", 308)), MapNode.Of(), MapNode.Of(("path_redirect", "/x"), ("strip_query", "true")), MapNode.Of(("port_redirect", "8443")), MapNode.Of(("response_code", "301"))],
        [MapNode.Of(("https_redirect", "yes")), MapNode.Of(("response_code", 300)), MapNode.Of(("strip_query", "on")), MapNode.Of(("port_redirect", "x")), MapNode.Of(("path_redirect", ListNode.Of())), "x", true, MapNode.Of(("https_redirect", ListNode.Of()))]);

    public static readonly Gen<Node> Response = Of(
        [MapNode.Of(("status", 200), ("body", "ok")), MapNode.Of(), MapNode.Of(("status", "404")), MapNode.Of(("body", 5))],
        [MapNode.Of(("status", "ok")), MapNode.Of(("body", ListNode.Of("x"))), "x", 200, MapNode.Of(("status", ListNode.Of(200)))]);

    public static readonly Gen<Node> DependsOn = Of(
        [ListNode.Of("a.test", "https://b.test"), "a.test", ListNode.Of(), ListNode.Of("a", "b", "c", "d", "e"), "https://b.test/x"],
        [ListNode.Of("a", "b", "c", "d", "e", "f"), ListNode.Of("a.test/x"), "a,b,c,d,e,f", ListNode.Of("/x"), ListNode.Of("//b.test"), ListNode.Of("https:///x")]);

    public static readonly Gen<Node> CircuitBreakers = Of(
        [MapNode.Of(("max_connections", 5)), MapNode.Of(), MapNode.Of(("max_requests", Node.Null)), MapNode.Of(("max_retries", new FractionNode(8)))],
        [MapNode.Of(("max_connections", "5")), MapNode.Of(("max_requests", -1)), MapNode.Of(("max_requests", true)), "x", MapNode.Of(("max_pending_requests", new FractionNode(1.5)))]);

    public static readonly Gen<Node> Tunnel = Gen.OneOf(
        Policies.Any.Select(policy => (Node)MapNode.Of(("ssh_policy", policy))),
        Pick.Of<Node>(MapNode.Of(), MapNode.Of(("ssh_policy", Node.Null)), "x", MapNode.Of(("ssh_policy", "x")), MapNode.Of(("ssh_policy_rego", ListNode.Of()))));

    public static readonly Gen<Node> Outliers = Of(
        [MapNode.Of(("consecutive_5xx", 5), ("interval", "10s")), MapNode.Of(), MapNode.Of(("consecutive_5xx", "5")), MapNode.Of(("base_ejection_time", "1.5s"), ("always_eject_one_host", true)), MapNode.Of(("nonsense", "x"))],
        [MapNode.Of(("interval", 10)), MapNode.Of(("interval", "1m")), "x", MapNode.Of(("consecutive_5xx", -1)), MapNode.Of(("always_eject_one_host", "true")), MapNode.Of(("consecutive_5xx", true)), ListNode.Of("x")]);

    public static readonly Gen<Node> HealthChecks = Of(
        [ListNode.Of(MapNode.Of(("timeout", "5s"), ("interval", "10s"), ("healthy_threshold", 2))), ListNode.Of(), MapNode.Of(("timeout", "5s")), ListNode.Of(MapNode.Of())],
        [ListNode.Of(MapNode.Of(("timeout", 5))), "x", ListNode.Of("x"), ListNode.Of(MapNode.Of(("reuse_connection", 1))), ListNode.Of(MapNode.Of(("timeout", "5 s")))]);

    public static readonly Gen<Node> RewriteHeaders = Of(
        [ListNode.Of(MapNode.Of(("header", "Location"), ("prefix", "http://"), ("value", "https://"))), ListNode.Of(), MapNode.Of(("header", "Location"))],
        [ListNode.Of("x"), "x", ListNode.Of(MapNode.Of(("header", ListNode.Of("x"))))]);

    public static readonly Gen<Node> Mtls = Of(
        [MapNode.Of(("ca", "eA==")), MapNode.Of(("ca", "")), MapNode.Of(("ca_file", "")), MapNode.Of(), MapNode.Of(("ca", "eA=="), ("max_verify_depth", 1)),
            MapNode.Of(("match_subject_alt_names", ListNode.Of(MapNode.Of(("dns", ".*")), MapNode.Of(("Email", "x")))))],
        [MapNode.Of(("ca", "x")), MapNode.Of(("match_subject_alt_names", ListNode.Of(MapNode.Of(("host", "x"))))), MapNode.Of(("match_subject_alt_names", ListNode.Of(MapNode.Of()))), "x",
            MapNode.Of(("max_verify_depth", "x")), MapNode.Of(("match_subject_alt_names", ListNode.Of(MapNode.Of(("dns", "a"), ("uri", "b")))))]);

    public static readonly Gen<Node> Providers = Of(
        [
            MapNode.Of(("k8s", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of("a"))))),
            MapNode.Of(("K8s", MapNode.Of(("issuer", "kubernetes:///"), ("audiences", "a")))),
            MapNode.Of(("k8s", MapNode.Of(("issuer", "http://localhost:8080"), ("audiences", ListNode.Of("a")), ("supported_algs", ListNode.Of("ES256", "EdDSA")), ("jwks_url", "https://k8s.test/keys")))),
            MapNode.Of(("k8s", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of("a")))), ("github", MapNode.Of(("issuer", "https://gh.test"), ("audiences", ListNode.Of("a"))))),
        ],
        [
            MapNode.Of(("k8s", MapNode.Of(("issuer", "https://k8s.test")))), MapNode.Of(("k8s", MapNode.Of(("audiences", ListNode.Of("a"))))), MapNode.Of(("k8s", Node.Null)), "x",
            MapNode.Of(("k8s", MapNode.Of(("issuer", "http://k8s.test"), ("audiences", ListNode.Of("a"))))), MapNode.Of(("k8s", MapNode.Of(("issuer", "k8s"), ("audiences", ListNode.Of("a"))))),
            MapNode.Of(("k8s", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of("a")), ("supported_algs", ListNode.Of("HS256"))))),
            MapNode.Of(("k8s", MapNode.Of(("issuer", "kubernetes:///"), ("audiences", ListNode.Of("a")), ("jwks_url", "https://k8s.test/keys")))),
            MapNode.Of(("a/b", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of("a"))))),
            MapNode.Of(("k8s", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of("a")))), ("gh", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of("a"))))),
            MapNode.Of(("k8s", MapNode.Of(("issuer", "https://k8s.test"), ("audiences", ListNode.Of())))),
        ]);

    private static Gen<Node> Of(Node[] good, Node[] bad) => Gen.Frequency((6, Pick.Of(good)), (1, Pick.Of(bad)));
}
