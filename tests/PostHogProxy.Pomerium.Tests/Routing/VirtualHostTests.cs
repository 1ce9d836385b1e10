using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Routing;

/// <summary>Which host a request comes to (P:config/options.go, GetAllRouteableHTTPHosts; config/envoyconfig/route_configurations.go and routes.go).</summary>
public sealed class VirtualHostTests
{
    private const string Open = "allow_public_unauthenticated_access: true";
    private const string App = "routes:\n- {from: https://app.test, to: http://app, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n";
    private const string Mcp = "routes:\n- {from: https://m.test, to: http://m, mcp: {server: {}}";

    [Theory]
    // match_any_incoming_port
    [InlineData(App, "https://app.test:8443/a", "http://app/a")]
    [InlineData("runtime_flags: {match_any_incoming_port: false}\n" + App, "https://app.test/a", "http://app/a")]
    [InlineData("runtime_flags: {match_any_incoming_port: 0}\n" + App, "https://app.test:8443/a", null)]
    [InlineData("runtime_flags: {match_any_incoming_port: false}\nroutes:\n- {from: 'https://*', to: http://any, " + Open + "}\n", "https://app.test:8443/a", "http://any/a")]
    // An empty port, another spelling, another scheme.
    [InlineData("routes:\n- {from: 'https://app.test:', to: http://app, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("routes:\n- {from: 'https://*:', to: http://app, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("routes:\n- {from: https://App.Test, to: http://app, " + Open + "}\n", "https://app.test/a", "http://app/a")]
    [InlineData("routes:\n- {from: 'https://*.Example.Test', to: http://app, " + Open + "}\n", "https://a.example.test/a", null)]
    [InlineData("routes:\n- {from: 'http://app.test:80', to: http://app, " + Open + "}\n", "https://app.test:9/a", "http://app/a")]
    [InlineData("routes:\n- {from: 'http://app.test:443', to: http://app, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("routes:\n- {from: grpc://app.test, to: http://app, " + Open + "}\n", "https://app.test/a", "http://app/a")]
    // TCP and UDP routes take CONNECT only, and make hosts of their own.
    [InlineData("routes:\n- {from: tcp+https://app.test, to: tcp://db, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("routes:\n- {from: tcp+https://app.test:22, to: tcp://db, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test/a", "http://any/a")]
    [InlineData("routes:\n- {from: tcp+https://app.test:22, to: tcp://db, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test:22/a", null)]
    [InlineData("routes:\n- {from: udp+https://p.test/app.test:22, to: udp://db, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test:22/a", null)]
    [InlineData("routes:\n- {from: udp+https://p.test/app.test:22, to: udp://db, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://p.test/a", "http://any/a")]
    [InlineData("routes:\n- {from: tcp+https://app.test, to: tcp://db, " + Open + "}\n- {from: https://app.test, to: http://app, " + Open + "}\n", "https://app.test/a", "http://app/a")]
    // SSH makes no host, and where there is one it is a route like any other.
    [InlineData("routes:\n- {from: ssh://app.test, to: ssh://git:22, " + Open + "}\n- {from: https://app.test, to: http://app, " + Open + "}\n", "https://app.test/a", "ssh://git:22/a")]
    [InlineData("routes:\n- {from: ssh://app.test:22, to: ssh://git:22, " + Open + "}\n- {from: https://app.test, to: http://app, " + Open + "}\n", "https://app.test/a", "http://app/a")]
    [InlineData("routes:\n- {from: ssh://app.test, to: ssh://git:22, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("routes:\n- {from: ssh://app.test, to: ssh://git:22, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test/a", "http://any/a")]
    // An IPv6 address is a host only with a port: without one Pomerium leaves the brackets out, which no request does.
    [InlineData("routes:\n- {from: 'https://[::1]:8443', to: http://app, " + Open + "}\n", "https://[::1]:8443/a", "http://app/a")]
    [InlineData("routes:\n- {from: 'https://[::1]', to: http://app, " + Open + "}\n", "https://[::1]/a", null)]
    // Names that only certificates have are hosts without routes; the sign-in host of another Pomerium is none.
    [InlineData("routes:\n- {from: https://b.test, to: http://b, tls_downstream_server_name: app.test, " + Open + "}\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("authenticate_service_url: https://app.test\nroutes:\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test/a", null)]
    [InlineData("services: proxy\nauthenticate_service_url: https://app.test\nroutes:\n- {from: 'https://*.test', to: http://any, " + Open + "}\n", "https://app.test/a", "http://any/a")]
    [InlineData("services: authenticate\n" + App, "https://app.test/a", null)]
    public void A_request_comes_to_the_host_that_Envoy_finds(string file, string url, string? upstream)
    {
        var explained = Explain.Of(PomeriumConfiguration.Read(file), new(url));

        Assert.Equal((upstream is null ? "NotFound404" : "Through", upstream), (explained.Outcome.ToString(), explained.Upstream));
    }

    [Theory]
    [InlineData("https://auth.test/", "OwnAnswer")]
    [InlineData("https://auth.test/oauth2/callback", "OwnAnswer")]
    [InlineData("https://auth.test/my/callback", "NotFound404")]
    [InlineData("https://auth.test/robots.txt", "OwnAnswer")]
    public void The_callback_is_where_Pomerium_has_it_whatever_the_older_key_says(string url, string outcome) =>
        Assert.Equal(outcome, Explain.Of(PomeriumConfiguration.Read("authenticate_service_url: https://auth.test\nauthenticate_callback_path: /my/callback\n" + App), new(url)).Outcome.ToString());

    // A proxy that only forwards to the sign-in service lets everybody through there, Pomerium's paths included.
    [Theory]
    [InlineData("https://auth.test/.pomerium/sign_in")]
    [InlineData("https://auth.test/ping")]
    public void The_host_of_a_sign_in_service_elsewhere_is_open(string url) => Assert.Equal(
        "Through",
        Explain.Of(PomeriumConfiguration.Read("services: proxy\nauthenticate_service_url: https://auth.test\nroutes:\n- {from: https://auth.test, to: http://auth, allowed_users: [x]}\n"), new(url)).Outcome.ToString());

    [Theory]
    [InlineData(", allowed_domains: [a.com]}\n", "GET", "/a", "Unauthorized401")]
    [InlineData("}\n", "GET", "/a", "Unauthorized401")]
    [InlineData(", policy: [{deny: {or: [{accept: true}]}}]}\n", "GET", "/a", "Unauthorized401")]
    [InlineData(", " + Open + "}\n", "GET", "/a", "Through")]
    [InlineData("}\n", "OPTIONS", "/a", "NoContent204")]
    [InlineData("}\n", "GET", "/.well-known/oauth-protected-resource", "OwnAnswer")]
    [InlineData("}\n", "GET", "/.well-known/oauth-protected-resource/x", "OwnAnswer")]
    [InlineData("}\n", "GET", "/.well-known/oauth-authorization-server", "OwnAnswer")]
    [InlineData("}\n", "GET", "/.well-known/oauth-authorization-server/x", "Unauthorized401")]
    [InlineData("}\nruntime_flags: {mcp: false}\n", "GET", "/.well-known/oauth-protected-resource", "Unauthorized401")]
    [InlineData("}\nruntime_flags: {mcp: false}\n", "OPTIONS", "/a", "Unauthorized401")]
    [InlineData(", allowed_domains: [a.com]}\nruntime_flags: {mcp: false}\n", "GET", "/a", "Login")]
    public void An_MCP_server_sends_nobody_to_sign_in(string rest, string method, string path, string outcome) =>
        Assert.Equal(outcome, Explain.Of(PomeriumConfiguration.Read(Mcp + rest), new("https://m.test" + path), method).Outcome.ToString());

    [Theory]
    [InlineData("mcp: {client: {}}", "Login")]
    [InlineData("description: x", "Login")]
    public void Other_routes_and_hosts_do_not_share_that(string key, string outcome)
    {
        var file = PomeriumConfiguration.Read($"routes:\n- {{from: https://c.test, to: http://c, allowed_users: [x], {key}}}\n");

        Assert.Equal(outcome, Explain.Of(file, new("https://c.test/.well-known/oauth-protected-resource")).Outcome.ToString());
    }

    // The identity of a route has no name in it: the later policy is everybody's.
    [Theory]
    [InlineData("allow_public_unauthenticated_access: true", "allowed_users: [x]", "Login")]
    [InlineData("allowed_users: [x]", "allow_public_unauthenticated_access: true", "Through")]
    [InlineData("allowed_users: [x]", "prefix: /b, allow_public_unauthenticated_access: true", "Login")]
    [InlineData("allowed_users: [x]", "regex: /.*, allow_public_unauthenticated_access: true", "Login")]
    public void The_later_of_two_policies_of_one_route_judges(string first, string second, string outcome)
    {
        var file = PomeriumConfiguration.Read($"routes:\n- {{name: a, from: https://app.test, to: 'http://app?x', {first}}}\n- {{name: b, from: https://app.test, to: http://app, {second}}}\n");

        var explained = Explain.Of(file, new("https://app.test/a"));

        Assert.Equal((0, outcome), (explained.RouteIndex, explained.Outcome.ToString()));
    }

    [Fact]
    public void CONNECT_comes_to_a_TCP_route_and_to_no_other()
    {
        const string text = "routes:\n- {from: https://app.test, to: http://app, allow_public_unauthenticated_access: true}\n- {from: tcp+https://app.test, to: tcp://db:5432, allow_public_unauthenticated_access: true}\n";

        Assert.Equal(1, Explain.Of(PomeriumConfiguration.Read(text), new("https://app.test/"), "CONNECT").RouteIndex);
        Assert.Equal(0, Explain.Of(PomeriumConfiguration.Read(text), new("https://app.test/")).RouteIndex);
    }

    [Theory]
    [InlineData("unix:///run/app.sock", null)]
    [InlineData("https+unix:///run/app.sock", null)]
    public void A_socket_is_an_upstream(string to, string? server)
    {
        var file = PomeriumConfiguration.Read($"routes:\n- {{from: https://app.test, to: {to}, prefix_rewrite: /x/, {Open}}}\n");

        var explained = Explain.Of(file, new("https://app.test/a"));

        Assert.Equal(("Through", to, "/x/a", server), (explained.Outcome.ToString(), explained.Upstream, explained.SentPath, explained.ServerName));
    }
}
