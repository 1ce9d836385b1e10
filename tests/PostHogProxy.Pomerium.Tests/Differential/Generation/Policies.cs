using CsCheck;
using PostHogProxy.Pomerium.Tests.Differential.Model;

namespace PostHogProxy.Pomerium.Tests.Differential.Generation;

/// <summary>Policies of every shape: every criterion with values that compile, and seldom with ones that do not.</summary>
internal static class Policies
{
    private static readonly string Fingerprint = string.Concat(Enumerable.Repeat("0f", 32));

    private static readonly Gen<Entry> Simple = Gen.Select(
        Pick.Of("accept", "reject", "authenticated_user", "cors_preflight", "invalid_client_certificate", "ssh_username_matches_email", "accept/x"),
        Pick.Of<Node>(true, false, Node.Null, "x", MapNode.Of()),
        (key, value) => new Entry(key, value));

    private static readonly Gen<Entry> Lists = Gen.Select(
        Pick.Of("claim/groups", "claim", "claim/a/b.c", "groups"),
        Gen.Frequency(
            (6, Pick.Of<Node>("x", MapNode.Of(("has", "x")), MapNode.Of(("is", "x")), MapNode.Of(("exclude", "x")), MapNode.Of(), Node.Null, MapNode.Of(("has", "x"), ("exclude", "y")))),
            (1, Pick.Of<Node>(MapNode.Of(("contains", "x")), MapNode.Of(("in", ListNode.Of("x")))))),
        (key, value) => new Entry(key, value));

    private static readonly Gen<Entry> Addresses = Values(
        "source_ip",
        ["10.0.0.0/8", "10.0.0.1", "fe80::/10", "::1", ListNode.Of("10.0.0.1", "192.168.0.0/16"), ListNode.Of()],
        ["10.0.0", "10.0.0.1/33", "010.0.0.1", "256.0.0.1", "x", "", 5, MapNode.Of(("is", "10.0.0.1")), ListNode.Of(5), Node.Null, "10.0.0.1/", "fe80::/129"]);

    private static readonly Gen<Entry> Certificates = Values(
        "client_certificate",
        [
            MapNode.Of(("fingerprint", Fingerprint)), MapNode.Of(("fingerprint", ListNode.Of(string.Join(':', Enumerable.Repeat("0F", 32))))), MapNode.Of(),
            MapNode.Of(("spki_hash", Convert.ToBase64String(new byte[32]))), MapNode.Of(("san_email", MapNode.Of(("is", "a@example.com")))), MapNode.Of(("san_dns", "a.test")),
            MapNode.Of(("san_uri", MapNode.Of(("starts_with", "spiffe://")))), MapNode.Of(("fingerprint", ListNode.Of())),
        ],
        [
            MapNode.Of(("fingerprint", "xx")), MapNode.Of(("fingerprint", Fingerprint.ToUpperInvariant())), MapNode.Of(("spki_hash", "bad")), MapNode.Of(("fingerprint", "")),
            MapNode.Of(("spki_hash", Convert.ToBase64String(new byte[31]))), MapNode.Of(("san_ip", "x")), MapNode.Of(("san_email", MapNode.Of(("like", "x")))), "x", true, Node.Null,
            MapNode.Of(("fingerprint", 5)), MapNode.Of(("spki_hash", Node.Null)), MapNode.Of(("san_dns", MapNode.Of(("in", "x")))),
        ]);

    private static readonly Gen<Entry> Devices = Values(
        "device",
        [MapNode.Of(), MapNode.Of(("approved", true)), MapNode.Of(("approved", false)), MapNode.Of(("is", "x")), MapNode.Of(("type", "any")), MapNode.Of(("approved", Node.Null))],
        [MapNode.Of(("type", 5)), MapNode.Of(("is", Node.Null)), MapNode.Of(("x", 1)), "x", Node.Null, ListNode.Of()]);

    private static readonly Gen<Entry> Keys = Gen.OneOf(
        Values("ssh_publickey", [SshKeys.Valid, SshKeys.Valid + " me", ListNode.Of(SshKeys.Valid), ListNode.Of()], ["x", "", 5, "ssh-ed25519 AAAA", MapNode.Of(("is", SshKeys.Valid)), ListNode.Of("x"), Node.Null]),
        Values("ssh_ca", [SshKeys.Valid], ["x", true]),
        Values("ssh_username_matches_claim", ["x", ""], [MapNode.Of(("is", "x")), 5, Node.Null, ListNode.Of("x")]));

    private static readonly Gen<Entry> Unknown = Pick.Of(new Entry("public", true), new Entry("accpet", true), new Entry("date", "x"), new Entry("record", "x"), new Entry("allow_public", true));

    private static readonly Gen<Node> Criterion = Gen.Frequency(
        (5, Simple), (8, Texts("http_method", "GET", "POST", "P")), (6, Texts("http_path", "/a", "/static/", "/")), (3, Texts("email", "a@example.com", "", "@")),
        (2, Texts("domain", "example.com")), (2, Texts("user", "u1")), (1, Texts("ssh_username", "", "root")), (1, Texts("mcp_tool", "t")), (3, Lists),
        (2, Addresses), (2, Certificates), (2, Devices), (2, Keys), (1, Unknown))
        .Select(entry => (Node)MapNode.Of((entry.Key, entry.Value)));

    private static readonly Gen<Node> Criteria = Gen.Frequency(
        (60, Pick.List(Criterion, 3)),
        (1, Pick.Of<Node>(Node.Null, "x", MapNode.Of(("accept", true)), ListNode.Of("accept"), ListNode.Of(MapNode.Of(("accept", true), ("reject", true))), ListNode.Of(MapNode.Of()), ListNode.Of(Node.Null))));

    private static readonly Gen<Node> Body = Gen.Select(
        Gen.Select(Gen.Frequency((8, Pick.Of("or", "and", "not", "nor")), (1, Pick.Of("action"))), Criteria, (key, value) => new Entry(key, value)).Array[0, 2],
        Gen.Int[0, 60],
        (entries, odd) => odd == 60 ? (Node)MapNode.Of(("any", ListNode.Of())) : odd == 59 ? ListNode.Of() : Pick.Map(entries));

    private static readonly Gen<MapNode> Rules = Gen.Select(
        Gen.Select(Gen.Frequency((30, Pick.Of("allow", "allow", "deny")), (1, Pick.Of("permit"))), Body, (key, value) => new Entry(key, value)).Array[1, 2],
        Pick.Map);

    /// <summary>A whole policy.</summary>
    public static readonly Gen<Node> Any = Gen.Frequency<Node>(
        (10, Rules.Select(rules => (Node)rules)),
        (10, Rules.Array[0, 2].Select(rules => (Node)new ListNode(rules))),
        (1, Pick.Of<Node>(Node.Null, "x", true, MapNode.Of(), ListNode.Of("x"), ListNode.Of(Node.Null))));

    private static Gen<Entry> Texts(string name, params string[] values) => Gen.Select(
        Pick.Text(values),
        Pick.Of("is", "not", "contains", "starts_with", "ends_with", "in", "not_in", "", "", "{}", "two", "Is", "list", "odd"),
        Pick.Of<Node>(MapNode.Of(("like", "x")), MapNode.Of(("in", "x")), MapNode.Of(("contains", 5)), MapNode.Of(("starts_with", Node.Null)), MapNode.Of(("ends_with", ListNode.Of("x"))), MapNode.Of(("not_in", MapNode.Of()))),
        (value, op, odd) => new Entry(name, op switch
        {
            "" => value,
            "{}" => MapNode.Of(),
            "two" => MapNode.Of(("starts_with", value), ("not", "/a/b")),
            "in" or "not_in" => MapNode.Of((op, ListNode.Of(value, "y", 5))),
            "list" => ListNode.Of(value),
            "odd" => odd,
            _ => MapNode.Of((op, value)),
        }));

    private static Gen<Entry> Values(string name, Node[] good, Node[] bad) =>
        Gen.Frequency((4, Pick.Of(good)), (1, Pick.Of(bad))).Select(value => new Entry(name, value));
}
