using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Tests.Policies;

/// <summary>What criteria check of their own data when a policy is compiled (P:pkg/policy/criteria).</summary>
public sealed class CriterionTests
{
    private const string Lower = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Colons = "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF";
    private const string Hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    // source_ip.go, parseIPs.
    [Theory]
    [InlineData("source_ip: 203.0.113.7")]
    [InlineData("source_ip: [10.0.0.0/8, 2001:db8::/32, ::1, 10.1.2.3/8, 1.2.3.4/08]")]
    [InlineData("source_ip: []")]
    [InlineData("source_ip: \"::ffff:1.2.3.4\"")]

    // client_certificate.go.
    [InlineData($"client_certificate: {{fingerprint: {Lower}}}")]
    [InlineData($"client_certificate: {{fingerprint: [\"{Colons}\", {Lower}], spki_hash: {Hash}}}")]
    [InlineData("client_certificate: {fingerprint: []}")]
    [InlineData("client_certificate: {san_email: {is: a@b.c}, san_dns: a.test, san_uri: {starts_with: \"spiffe://\"}}")]
    [InlineData("client_certificate: {}")]

    // device.go.
    [InlineData("device: {}")]
    [InlineData("device: {approved: anything, type: any, is: x}")]

    // ssh_publickey.go, ssh_username.go.
    [InlineData($"ssh_publickey: {Key}")]
    [InlineData($"ssh_publickey: [\"{Key} me@home\", \"no-pty,command=\\\"a b\\\" {Key}\"]")]
    [InlineData($"ssh_ca: {Key}")]
    [InlineData("ssh_username: {in: [a, b]}")]
    [InlineData("ssh_username_matches_claim: login")]
    [InlineData("ssh_username_matches_email: ")]

    // matchers.go, mcp_tool.go.
    [InlineData("mcp_tool: {not_in: [a, b]}")]
    [InlineData("email: {is: 5}")]
    [InlineData("email: ")]
    [InlineData("http_path: {starts_with: 2001-01-01}")]
    [InlineData("groups: {has: 5, exclude: [a]}")]
    [InlineData("claim/a/b: {is: x}")]
    [InlineData("accept: {a: b}")]
    public void A_criterion_that_compiles_is_silent(string criterion) => Assert.Empty(Found(criterion));

    [Theory]
    [InlineData("source_ip: ⟦{is: 203.0.113.7}⟧")]
    [InlineData("source_ip: ⟦10.0.0⟧")]
    [InlineData("source_ip: [10.0.0.0/8, ⟦10.0.0.1/33⟧]")]
    [InlineData("source_ip: ⟦010.0.0.1⟧")]
    [InlineData("source_ip: ⟦\"fe80::1%eth0\"⟧")]
    [InlineData("source_ip: ⟦\"::/129\"⟧")]
    [InlineData("source_ip: ⟦5⟧")]
    [InlineData("source_ip: [⟦5⟧]")]
    [InlineData("⟦source_ip⟧: ")]
    [InlineData("source_ip: ⟦\" 10.0.0.1\"⟧")]
    [InlineData("client_certificate: {fingerprint: ⟦xx⟧}")]
    [InlineData("client_certificate: {fingerprint: [⟦0123⟧]}")]
    [InlineData("client_certificate: {fingerprint: ⟦\"\"⟧}")]
    [InlineData("client_certificate: {fingerprint: ⟦{is: x}⟧}")]
    [InlineData("client_certificate: {spki_hash: ⟦bad⟧}")]
    [InlineData("client_certificate: {spki_hash: ⟦YQ==⟧}")]
    [InlineData("client_certificate: {spki_hash: [⟦5⟧]}")]
    [InlineData("client_certificate: {san_email: {⟦matches⟧: x}}")]
    [InlineData("client_certificate: {san_dns: {in: ⟦a.test⟧}}")]
    [InlineData("client_certificate: {⟦san_ip⟧: x}")]
    [InlineData("⟦client_certificate: x⟧")]
    [InlineData("device: {is: ⟦5⟧}")]
    [InlineData("device: {type: ⟦[any]⟧}")]
    [InlineData("device: {⟦enrolled⟧: true}")]
    [InlineData("ssh_publickey: ⟦ssh-ed25519⟧")]
    [InlineData("ssh_publickey: ⟦\"ssh-ed25519 AAAA\"⟧")]
    [InlineData("ssh_ca: [⟦{a: b}⟧]")]
    [InlineData("ssh_ca: ⟦\"# none\"⟧")]
    [InlineData("ssh_username: {⟦equals⟧: a}")]
    [InlineData("ssh_username_matches_claim: ⟦{is: x}⟧")]
    [InlineData("ssh_username_matches_claim: ⟦5⟧")]
    [InlineData("ssh_username_matches_claim: ⟦[login]⟧")]
    [InlineData("mcp_tool: {in: ⟦a⟧}")]
    [InlineData("email: {starts_with: ⟦5⟧}")]
    [InlineData("http_path: {contains: ⟦true⟧}")]
    [InlineData("domain: {ends_with: ⟦[a]⟧}")]
    [InlineData("user: {⟦has⟧: a}")]
    [InlineData("groups: {⟦in⟧: [a]}")]
    [InlineData("⟦user_agent⟧: x")]
    public void A_criterion_that_does_not_compile_is_named_where_it_stands(string marked)
    {
        var place = marked[(marked.IndexOf('⟦', StringComparison.Ordinal) + 1)..marked.IndexOf('⟧', StringComparison.Ordinal)];

        Assert.Equal([place], Found(marked.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal)));
    }

    // The policy of an SSH tunnel is one too.
    [Theory]
    [InlineData("{ssh_policy: [{allow: {or: [{ssh_username: {is: a}}]}}]}", 0)]
    [InlineData("{ssh_policy: [{allow: {or: [{source_ip: x}]}}]}", 1)]
    [InlineData("{ssh_policy: {allow: [a]}}", 1)]
    public void The_policy_of_a_tunnel_is_judged(string tunnel, int problems) =>
        Assert.Equal(problems, PomeriumChecks.Of(PomeriumConfiguration.Read($"routes: [{{from: https://a.test, to: http://a, upstream_tunnel: {tunnel}}}]")).Count);

    private static IReadOnlyList<string> Found(string criterion)
    {
        var text = $"routes: [{{from: https://a.test, to: http://a, policy: [{{allow: {{or: [{{{criterion}}}]}}}}]}}]\n";
        return [.. PomeriumChecks.Of(PomeriumConfiguration.Read(text)).Select(finding => text.Substring(finding.Range!.Value.Start, finding.Range.Value.Length))];
    }
}
