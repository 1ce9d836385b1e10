using CsCheck;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>Routes with keys of every type.</summary>
internal static class Routes
{
    private static readonly Gen<Node> From = Gen.Frequency(
        (40, Gen.Select(
            Gen.Frequency((30, Pick.Of("https://")), (2, Pick.Of("http://")), (2, Pick.Of("tcp+https://", "udp+https://", "ssh://", "tcp://", "HTTPS://", "ftp://"))),
            Gen.Frequency((20, Pick.Of("app.test", "app.test", "shop.test", "a.b.test")), (4, Pick.Of("*.test", "*.b.test", "a*.test", "*")), (1, Pick.Of("Shop.test", "APP.test", "authenticate.pomerium.app"))),
            Gen.Frequency((20, Pick.Of("")), (4, Pick.Of(":443", ":8443", ":80", ":", "/"))),
            (scheme, host, port) => (Node)(scheme + host + port))),
        (1, Pick.Text(
            "app.test", "https://", "https://app.test/x", "https://app.test:x", "https://a b.test", "127.0.0.1:80", "app.test:8080", "//app.test", "https://app.test\n", "",
            "https:/app.test", "https://app.test/%zz", "https://user@app.test", "https://app.test?x=1", "https://app.test#f", "https:app.test", "tcp+https://proxy.test/db.test:22",
            "https://app.test:1:2", "https://app^.test", "https://bücher.test", "://app.test", "1https://app.test", "ssh:app.test", " https://app.test")));

    private static readonly Gen<Node> To = Gen.Frequency(
        (40, Pick.Of<Node>(
            "http://up:8080", "http://up:8080", "https://up.test", "https://up.test/", "https://up.test/base", "https://up.test/base/", "https://10.0.0.1:8443", "h2c://grpc:50051",
            "https://us.i.posthog.com", "https://eu.i.posthog.com", ListNode.Of("http://a:80", "http://b:80"), ListNode.Of("http://a:80,1", "http://b:80,2"), "http://a:80,1",
            ListNode.Of("https://up.test/x"), "HTTPS://up.test")),
        (3, Pick.Of<Node>("unix:///run/app.sock", "https+unix:///run/a.sock", "tcp://db:5432", "ssh://git:22", ListNode.Of("http://a,01"), MapNode.Of(("a", "http://a")), "udp://a:1")),
        (2, Pick.Of<Node>(
            "http://a:80, 1", "http://a,0", ListNode.Of("http://a,1", "http://b"), "up:8080", "up", "http://", "http://a:80,1,2", "http://a,4294967296", "http://a,+1", "http://a,",
            "https://up.test\n", ListNode.Of("http://a", "unix:///x"), ListNode.Of("tcp://a:1", "http://b"), ListNode.Of(), Node.Null, "", ListNode.Of(""), "http://a b", "http://:80",
            ListNode.Of(Node.Null), ListNode.Of("http://a", Node.Null), ListNode.Of(ListNode.Of("http://a")), "http://a:80 ", "unix://", "udp://a:1,x", "https://a/%z", MapNode.Of())));

    private static readonly Gen<Node> Matcher = Gen.OneOf(
        Pick.Of<Node>("/", "/static/", "/static", "/a", "/a/", "/x1/", "static", "/robots.txt", "/.pomerium/x", "/A/", "", "/.well-known/oauth-protected-resource"));

    private static readonly Gen<Node> Duration = Gen.Frequency(
        (8, Pick.Of<Node>("30s", "1h30m", 0, "0", 30, 1_000_000, "1.5s", "500ms", "-1s", ".5s", "1us", "10m")),
        (1, Pick.Of<Node>("30", "5 s", "1d", "30S", "", "s", "1h 30m", "+", "1.5.5s", "99999999999h")));

    private static readonly Gen<Node> Flag = Gen.Frequency(
        (20, Pick.Of<Node>(true, true, false)), (4, Pick.Of<Node>("true", "T", "0", 1, 0, "", "False", "FALSE", "f", Node.Null)), (1, Pick.Of<Node>("yes", "on", "no", "off", "tRue", " true", "y")));

    private static readonly Gen<Node> HeaderNames = Pick.Of<Node>(
        ListNode.Of("Cookie"), ListNode.Of("cookie", "Authorization"), "Cookie", "Authorization,Cookie", "Authorization, Cookie", ListNode.Of(), "", ListNode.Of("X-Forwarded-Host"),
        ListNode.Of("X-Forwarded-For", "X-A"), ListNode.Of("Cookie", Node.Null), ListNode.Of(5), "User-Agent");

    private static readonly Gen<Node> Headers = Pick.Of<Node>(
        MapNode.Of(("X-B", "c")), MapNode.Of(("x-a", "1"), ("X-C", "2")), ListNode.Of(MapNode.Of(("X-B", "c")), MapNode.Of(("X-D", "e"))), ListNode.Of(), "{\"X-B\": \"c\"}", MapNode.Of(("X-B", 5)),
        MapNode.Of(("X-B", true)), MapNode.Of(("X-B", Node.Null)), MapNode.Of(), "{}", ListNode.Of(MapNode.Of(), MapNode.Of(("X-B", "c"))));

    private static readonly Gen<Node> Names = Pick.Of<Node>(ListNode.Of("a@example.com"), "a@example.com,b@example.com", ListNode.Of(), "", ListNode.Of("x", "y"), 5);

    private static readonly Gen<Entry> Matching = Gen.Frequency(
        (8, Pick.Key(Matcher, "prefix")),
        (3, Pick.Key(Pick.Text("/exact", "/a/b", "/static/array.js", "/", ""), "path")),
        (3, Pick.Key(Pick.Text("^/a/.*$", "/x[0-9]+", "^/(static|array)/.*$", ".*", "/a", ""), "regex")));

    private static readonly Gen<Entry> Rewriting = Gen.Frequency(
        (4, Pick.Key(Pick.Text("/", "/b", "/b/", "b", ""), "prefix_rewrite")),
        (1, Pick.Key(Pick.Text("^/a/(.*)$", "(a)", "^/(.*)$", ""), "regex_rewrite_pattern")),
        (1, Pick.Key(Pick.Text("/\\1", "/c", "x\\1", ""), "regex_rewrite_substitution")),
        (1, Pick.Key(Pick.Text("other.test", "other.test:8443", ""), "host_rewrite")),
        (1, Pick.Key(Pick.Text("X-Host", "User-Agent", ""), "host_rewrite_header")),
        (1, Pick.Key(Pick.Text("^/(.*)$", "^(.*)$"), "host_path_regex_rewrite_pattern")),
        (1, Pick.Key(Pick.Text("x.test", "\\1"), "host_path_regex_rewrite_substitution")));

    private static readonly Gen<Entry> Access = Gen.Frequency(
        (8, Pick.Key(Policies.Any, Pick.OddMapping, 40, "policy")),
        (8, Pick.Key(Flag, "allow_public_unauthenticated_access")),
        (2, Pick.Key(Flag, "allow_any_authenticated_user", "cors_allow_preflight")),
        (3, Pick.Key(Names, Pick.OddMapping, 25, "allowed_users", "allowed_domains")),
        (1, Pick.Key(Pick.Of<Node>(MapNode.Of(("groups", ListNode.Of("a"))), MapNode.Of(("groups", "a,b")), MapNode.Of(), MapNode.Of(("groups", ListNode.Of())), MapNode.Of(("groups", Node.Null)), "x", "{\"a\": null}", "{\"a\": {\"b\": []}}", ListNode.Of(MapNode.Of(("groups", "a")), "{\"groups\": []}")), "allowed_idp_claims").Select(WithoutOddMaps)),
        (1, Pick.Key(Pick.Of<Node>(ListNode.Of(MapNode.Of(("id", "a"), ("allowed_domains", ListNode.Of("example.com")))), ListNode.Of(), MapNode.Of(("name", "a")), ListNode.Of("x"), "x"), Pick.OddMapping, 25, "sub_policies")));

    private static readonly Gen<Entry> Upstreams = Gen.Frequency(
        (4, Pick.Key(HeaderNames, Pick.OddMapping, 25, "remove_request_headers")),
        (4, Pick.Key(Headers, Pick.OddMapping, 25, "set_request_headers", "set_response_headers")),
        (4, Pick.Key(Flag, "preserve_host_header", "pass_identity_headers", "allow_websockets", "tls_skip_verify", "show_error_details", "allow_spdy", "tls_upstream_allow_renegotiation", "enable_google_cloud_serverless_authentication")),
        (3, Pick.Key(Duration, "timeout", "idle_timeout")),
        (2, Pick.Key(Pick.Text("a", "b", "", "shop"), "name", "description", "logo_url", "tls_server_name", "tls_upstream_server_name", "idp_client_id", "idp_client_secret")),
        (1, Pick.Key(Pick.Text("down.test", "shop.test", "*.test", ""), "tls_downstream_server_name")),
        (1, Pick.Key(Pick.Text("eA==", "", "x", "eA"), "tls_custom_ca", "tls_downstream_client_ca")),
        (1, Pick.Key(Pick.Text("", "x"), "tls_client_cert", "tls_client_key", "kubernetes_service_account_token", "kubernetes_service_account_token_file")));

    private static readonly Gen<Entry> Rest = Gen.Frequency(
        (2, Pick.Key(Enums.LoadBalancing, "load_balancing_policy")),
        (2, Pick.Key(Enums.Issuer, "jwt_issuer_format")),
        (2, Pick.Key(Enums.Bearer, "bearer_token_format")),
        (1, Pick.Key(Pick.Of<Node>(ListNode.Of("k8s"), ListNode.Of(), "k8s", ListNode.Of("K8S"), ListNode.Of("github")), Pick.OddMapping, 25, "identity_providers")),
        (2, Pick.Key(Structs.Mcp, Pick.OddMapping, 25, "mcp")),
        (2, Pick.Key(Structs.Redirect, Pick.OddMapping, 25, "redirect")),
        (2, Pick.Key(Structs.Response, Pick.OddMapping, 25, "response")),
        (1, Pick.Key(Structs.DependsOn, Pick.OddMapping, 25, "depends_on")),
        (1, Pick.Key(Structs.CircuitBreakers, Pick.OddMapping, 25, "circuit_breaker_thresholds")),
        (1, Pick.Key(Structs.Tunnel, Pick.OddMapping, 25, "upstream_tunnel")),
        (1, Pick.Key(Structs.RewriteHeaders, Pick.OddMapping, 25, "rewrite_response_headers")),
        (1, Pick.Key(Pick.Of<Node>(MapNode.Of(("enabled", true)), MapNode.Of(("enabled", "yes")), MapNode.Of(), "x", MapNode.Of(("enabled", "true"))), Pick.OddMapping, 25, "session_recording")),
        (1, Pick.Key(Structs.Outliers, Pick.OddMapping, 25, "outlier_detection")),
        (1, Pick.Key(Structs.HealthChecks, Pick.OddMapping, 25, "health_checks")),
        (1, Pick.Key(Pick.Of<Node>(5, -1, "5", new FractionNode(8), "0x1e", "0b11", "0o17", "017", "1_000", "+5", "-0x1", "08", "0x", "1e3", "0b2", " 5", "5 "), "regex_priority_order")),
        (1, Pick.Key(Pick.Of<Node>(50, -1, "50", new FractionNode(8), new FractionNode(1.5), true), "healthy_panic_threshold")),
        (1, Pick.Key(Pick.Of<Node>(ListNode.Of("websocket"), "websocket", ListNode.Of(), "a,b"), Pick.OddMapping, 25, "allow_upgrades", "idp_access_token_allowed_audiences")),
        (1, Pick.Key(Pick.Odd, "allowed_groups", "set_authorization_header", "tls_magic", "x-note", "id")));

    private static readonly Gen<Entry[]> Keys = Gen.Frequency((5, Matching), (3, Rewriting), (6, Access), (5, Upstreams), (3, Rest)).Array[0, 5];

    /// <summary>A route; seldom something else.</summary>
    public static readonly Gen<Node> Any = Gen.Select(
        Pick.Key(From, Pick.Odd, 80, "from"),
        Pick.Key(To, Pick.OddMapping, 80, "to"),
        Keys,
        Gen.Int[0, 200],
        (from, to, keys, odd) => odd switch
        {
            200 => Node.Null,
            199 => "x",
            198 => Pick.Map([from, .. keys]),
            197 => Pick.Map([to, .. keys]),
            196 => Twice(Pick.Map([from, to, .. keys]), from),
            195 => Pick.Map([from, to]).With("<<", MapNode.Of()).With("<<", MapNode.Of()),
            > 185 => Pick.Map([from, .. keys, new("response", MapNode.Of(("status", 200)))]),
            _ => (Node)Pick.Map([from, to, .. keys]),
        });

    private static MapNode Twice(MapNode map, Entry entry) => map.With(entry.Key, entry.Value);

    // A claim whose value is a mapping is no concern of a configuration people write.
    private static Entry WithoutOddMaps(Entry entry) => entry.Value is MapNode map && map.Entries.Any(claim => claim.Value is MapNode or DateNode) || entry.Value is ListNode or DateNode
        ? entry with { Value = Node.Null }
        : entry;
}
