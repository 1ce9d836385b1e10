using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Routing;

/// <summary>Host, server name and headers on the way to the upstream; expectations by hand from the facts.</summary>
public sealed class UpstreamTests
{
    private static Explanation Ask(string settings, string globals = "", string to = "https://us.i.posthog.com", params (string, string)[] headers) =>
        Explain.Of(
            PomeriumConfiguration.Read($"{globals}\nroutes: [{{from: https://e.test, to: \"{to}\", allow_public_unauthenticated_access: true, {settings}}}]\n"),
            new("https://e.test/a/b"),
            "GET",
            [.. headers.Select(h => KeyValuePair.Create(h.Item1, h.Item2))]);

    // host_rewrite > host_rewrite_header > host_path_regex_rewrite > preserve_host_header > the to host with its port where one is written.
    [Theory]
    [InlineData("name: x", "https://us.i.posthog.com", "us.i.posthog.com")]
    [InlineData("name: x", "https://us.i.posthog.com:8443", "us.i.posthog.com:8443")]
    [InlineData("name: x", "https://us.i.posthog.com:443", "us.i.posthog.com:443")]
    [InlineData("preserve_host_header: true", "https://us.i.posthog.com", "e.test")]
    [InlineData("preserve_host_header: true, host_rewrite: h.example", "https://us.i.posthog.com", "h.example")]
    [InlineData("host_rewrite: h.example, host_rewrite_header: X-Host", "https://us.i.posthog.com", "h.example")]
    [InlineData("host_rewrite_header: X-Host, preserve_host_header: true", "https://us.i.posthog.com", "from-header.example")]
    [InlineData("host_rewrite_header: X-None", "https://us.i.posthog.com", "e.test")]
    [InlineData("host_path_regex_rewrite_pattern: \"^/(.*)/.*$\", host_path_regex_rewrite_substitution: '\\1.example', preserve_host_header: true", "https://us.i.posthog.com", "a.example")]
    public void The_upstream_sees_this_host(string settings, string to, string? host) =>
        Assert.Equal(host, Ask(settings, to: to, headers: ("X-Host", "from-header.example")).Host);

    [Theory]
    [InlineData("name: x", "https://us.i.posthog.com:8443", "us.i.posthog.com")]
    [InlineData("name: x", "http://us.i.posthog.com", null)]
    [InlineData("tls_server_name: a.example", "https://us.i.posthog.com", "a.example")]
    [InlineData("tls_server_name: a.example, tls_upstream_server_name: b.example", "https://us.i.posthog.com", "b.example")]
    [InlineData("preserve_host_header: true", "https://us.i.posthog.com", "us.i.posthog.com")]
    public void The_upstream_is_asked_for_this_server_name(string settings, string to, string? name) =>
        Assert.Equal(name, Ask(settings, to: to).ServerName);

    // Only the cookie named cookie_name and Authorization: Pomerium … are removed; all other cookies and bearer tokens go on.
    [Theory]
    [InlineData("name: x", "Cookie", "a=b", true)]
    [InlineData("name: x", "Cookie", "_pomerium=x", false)]
    [InlineData("name: x", "Cookie", "_pomerium=x; a=b", true)]
    [InlineData("name: x", "Authorization", "Bearer t", true)]
    [InlineData("name: x", "Authorization", "Pomerium t", false)]
    [InlineData("remove_request_headers: [cookie]", "Cookie", "a=b", false)]
    [InlineData("remove_request_headers: \"X-A,Cookie\"", "Cookie", "a=b", false)]
    [InlineData("remove_request_headers: [Cookie], set_request_headers: {Cookie: c=d}", "Cookie", "a=b", false)]
    [InlineData("name: x", "X-Pomerium-Jwt-Assertion", "x", false)]
    [InlineData("pass_identity_headers: true", "X-Pomerium-Jwt-Assertion", "x", true)]
    [InlineData("name: x", "X-Pomerium-Authorization", "x", false)]
    [InlineData("pass_identity_headers: true", "X-Pomerium-Authorization", "x", false)]
    public void A_header_goes_on_or_not(string settings, string name, string value, bool kept) =>
        Assert.Equal(kept, Ask(settings, headers: (name, value)).KeptHeaders.Contains(name));

    [Theory]
    [InlineData("", "name: x", true, true)]
    [InlineData("skip_xff_append: true", "name: x", false, true)]
    [InlineData("", "remove_request_headers: [X-Forwarded-For]", false, true)]
    [InlineData("", "preserve_host_header: true", true, false)]
    [InlineData("", "preserve_host_header: true, host_rewrite: h.example", true, true)]
    [InlineData("", "remove_request_headers: [x-forwarded-host]", true, false)]
    public void The_forwarded_headers_are_added(string globals, string settings, bool forwardedFor, bool forwardedHost)
    {
        var names = Ask(settings, globals).SetHeaders.Select(header => header.Key).ToList();

        Assert.Equal((forwardedFor, forwardedHost), (names.Contains("X-Forwarded-For"), names.Contains("X-Forwarded-Host")));
    }

    [Fact]
    public void Claim_headers_are_removed_unless_identity_headers_pass()
    {
        const string claims = "jwt_claims_headers: {X-Email: email}";

        Assert.Contains("X-Email", Ask("name: x", claims).RemovedHeaders);
        Assert.DoesNotContain("X-Email", Ask("pass_identity_headers: true", claims).RemovedHeaders);
        Assert.DoesNotContain("X-Email", Ask("name: x", claims + "\npass_identity_headers: true").RemovedHeaders);
    }

    [Fact]
    public void A_header_with_an_underscore_is_refused() =>
        Assert.Equal("BadRequest400", Ask("name: x", headers: ("X_A", "b")).Outcome.ToString());

    [Theory]
    [InlineData("redirect: {https_redirect: true}")]
    [InlineData("response: {status: 200}")]
    public void A_route_that_answers_itself_sends_nothing(string settings)
    {
        var explanation = Ask(settings);

        Assert.Null(explanation.Upstream);
        Assert.Equal("Through", explanation.Outcome.ToString());
    }
}
