using CsCheck;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>Values for enumerations: whole names, short names, ends of names, numbers, and near misses.</summary>
internal static class Enums
{
    public static readonly Gen<Node> LoadBalancing = Of(
        ["ROUND_ROBIN", "round_robin", "LOAD_BALANCING_POLICY_MAGLEV", "ring_hash", "HASH", "least_request", "unspecified", "", 3, 99],
        ["roundrobin", "round-robin", "LB_ROUND_ROBIN", "maglev ", "ASH", "ING_HASH"]);

    public static readonly Gen<Node> Issuer = Of(["uri", "URI", "hostOnly", "IssuerURI", "IssuerHostOnly", "issueruri", "", 1], ["host_only", "url", "issuer_uri", "Issuer"]);

    public static readonly Gen<Node> Bearer = Of(
        ["default", "DEFAULT", "idp_access_token", "BEARER_TOKEN_FORMAT_IDP_IDENTITY_TOKEN", "access_token", "token", "unknown", "", "jwt", "JWT", 4, 1],
        ["foo", "idp-access-token", "bearer"]);

    public static readonly Gen<Node> Codec = Of(["auto", "HTTP1", "http2", "CODEC_TYPE_HTTP3", "", 2], ["h2", "http", "http/1", "CODEC_TYPE_"]);

    public static readonly Gen<Node> Underscores = Of(
        ["allow", "ALLOW", "reject_request", "drop_header", "HEADERS_WITH_UNDERSCORES_ACTION_ALLOW", "header", "request", "unknown", "", 3, 1, 0], ["reject", "drop", "allowed"]);

    public static readonly Gen<Node> EscapedSlashes = Of(
        ["keep_unchanged", "KEEP_UNCHANGED", "unescape_and_forward", "reject_request", "PATH_WITH_ESCAPED_SLASHES_ACTION_KEEP_UNCHANGED", "forward", "unescape_and_redirect", "redirect", "unknown", "", 4, 1, 0],
        ["keep", "foo", "unescape", "keepunchanged"]);

    public static readonly Gen<Node> Enforcement = Of(["policy", "POLICY", "policy_with_default_deny", "reject_connection", "deny", "connection", "unknown", "", 1], ["reject", "none", "policy-with-default-deny"]);

    private static Gen<Node> Of(Node[] good, Node[] bad) => Gen.Frequency((12, Pick.Of(good)), (1, Pick.Of(bad)));
}
