using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

/// <summary>The host a patch writes is the one the file has, letter by letter and with its port.</summary>
public sealed class HostPatchTests
{
    private const string App = "to: http://app:8080, allowed_domains: [example.com]}\n";

    [Theory]
    [InlineData("https://Shop.example.com", "shop.example.com", "https://Shop.example.com")]
    [InlineData("https://Shop.example.com", "SHOP.example.com", "https://Shop.example.com")]
    [InlineData("https://shop.example.com", "Shop.Example.com", "https://shop.example.com")]
    [InlineData("https://Shop.example.com:443", "shop.example.com", "https://Shop.example.com")]
    [InlineData("https://app.example.com:8443", "app.example.com:8443", "https://app.example.com:8443")]
    [InlineData("https://App.example.com:8443", "app.example.com:8443", "https://App.example.com:8443")]
    [InlineData("https://shop.example.com", "shop.example.com:443", "https://shop.example.com")]
    [InlineData("http://Shop.example.com", "shop.example.com", "https://Shop.example.com")]
    [InlineData("ssh://Shop.example.com", "shop.example.com", "https://shop.example.com")]
    [InlineData("ssh://shop.example.com", "shop.example.com", "https://shop.example.com")]
    public void A_host_is_written_as_the_file_spells_it(string from, string host, string written)
    {
        var before = $"routes:\n- {{from: '{from}', {(from.StartsWith("ssh", StringComparison.Ordinal) ? "to: ssh://git:22, allowed_domains: [example.com]}\n" : App)}";

        var result = PomeriumPatch.Apply(before, new(host, "/zq", PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.True(result.Problem is null, $"{result.Problem}");
        Assert.Equal(3, result.Text.Split($"from: {written}\n").Length - 1 + result.Text.Split($"from: {written},").Length - 1);
        var after = PomeriumConfiguration.Read(result.Text);
        Assert.DoesNotContain(PomeriumChecks.Of(after), finding => finding.IsProblem);
        Assert.Equal("https://us-assets.i.posthog.com/static/array.js", Explain.Of(after, new($"{written.Replace("http:", "https:", StringComparison.Ordinal)}/zq/static/array.js")).Upstream);
        Assert.Equal(result.Text, PomeriumPatch.Apply(result.Text, new(host, "/zq", PostHogRegion.Us, null), TestContext.Current.CancellationToken).Text);
    }

    // A name that stands elsewhere in the file is a host, too.
    [Theory]
    [InlineData("authenticate_service_url: https://Auth.example.com\nroutes:\n- {from: https://a.example.com, " + App, "auth.example.com", "https://Auth.example.com")]
    [InlineData("routes:\n- {from: https://a.example.com, tls_downstream_server_name: B.example.com, " + App, "b.example.com", "https://B.example.com")]
    public void A_host_that_stands_elsewhere_in_the_file_is_spelt_as_there(string before, string host, string written)
    {
        var text = PomeriumPatch.Apply(before, new(host, "/zq", PostHogRegion.Us, null), TestContext.Current.CancellationToken).Text;

        Assert.True(text == before || text.Contains($"from: {written}", StringComparison.Ordinal), text);
        Assert.DoesNotContain($"from: https://{host}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example.com:8443", "app.example.com", "--host app.example.com:8443")]
    [InlineData("https://App.example.com:8443", "app.example.com:9443", "--host App.example.com:8443")]
    public void A_host_that_is_there_with_another_port_is_told(string from, string host, string cure)
    {
        var before = $"routes:\n- {{from: '{from}', {App}";

        var result = PomeriumPatch.Apply(before, new(host, "/zq", PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.Equal((before, "PHX4080"), (result.Text, result.Problem?.Id));
        Assert.Contains("another port", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Contains(cure, result.Problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.example.com:0")]
    [InlineData("a.example.com:65536")]
    [InlineData("a.example.com:x")]
    [InlineData("a.example.com:")]
    [InlineData("a:b:1")]
    [InlineData(":443")]
    [InlineData("us.i.posthog.com:443")]
    public void What_is_no_host_with_a_port_is_refused(string host) => Assert.NotNull(new ProxyDescription(host, "/zq", PostHogRegion.Us, null).Problem);

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: pomerium}\ndata:\n  config.yaml: |\n    routes:\n      - from: https://e.example.com\n        to: http://app\n", "ConfigMap", "(line 6)")]
    [InlineData("authenticate:\n  existingTLSSecret: x\nconfig:\n  rootDomain: example.com\n  routes:\n    - from: https://e.example.com\n      to: http://app\n", "Helm", "below config")]
    [InlineData("apiVersion: ingress.pomerium.io/v1\nkind: Pomerium\nmetadata: {name: global}\nspec: {secrets: pomerium/bootstrap}\n", "Pomerium", "None of the routes")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n", "Deployment", "no routes")]
    public void A_file_that_Pomerium_does_not_read_is_left_alone(string text, string what, string where)
    {
        var result = PomeriumPatch.Apply(text, new("e.example.com", "/zq", PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.Equal((text, "PHX4080"), (result.Text, result.Problem?.Id));
        Assert.Contains(what, result.Problem!.Message, StringComparison.Ordinal);
        Assert.True(result.Problem.Message.Contains(where, StringComparison.Ordinal) || what == "Pomerium", result.Problem.Message);
    }

    // The guide's own routes, mended by hand as docs/pomerium.md says.
    [Theory]
    [InlineData("policy: [{allow: {or: [{accept: true}]}}]", "\n")]
    [InlineData("allow_public_unauthenticated_access: true", "\r\n")]
    [InlineData("policy:\n      - allow:\n          or:\n            - accept: true", "\n")]
    public void The_guides_file_becomes_clean_once_it_is_open(string open, string end)
    {
        var before = $"routes:\n  # everything else\n  - from: https://e.yourdomain.com\n    to: https://us.i.posthog.com\n    {open}\n  - from: https://e.yourdomain.com\n    prefix: \"/static\"\n    to: https://us-assets.i.posthog.com\n    {open}\n  - from: https://other.example.com # mine\n    to: http://other:8080\n    allowed_domains: [example.com]\n"
            .Replace("\n", end, StringComparison.Ordinal);

        var result = PomeriumPatch.Apply(before, new("e.yourdomain.com", null, PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.True(result.Problem is null, $"{result.Problem}");
        var after = PomeriumConfiguration.Read(result.Text);
        Assert.Empty(PomeriumChecks.Of(after));
        Assert.Empty(result.Left);
        Assert.Contains($"  - from: https://other.example.com # mine{end}    to: http://other:8080{end}", result.Text, StringComparison.Ordinal);
        Assert.Contains("  # everything else" + end, result.Text, StringComparison.Ordinal);
        Assert.Equal(4, after.Routes.Count);
        foreach (var (path, host) in new[] { ("/static/array.js", "us-assets"), ("/array/phc_x/config.js", "us-assets"), ("/e/", "us"), ("/flags/", "us") })
        {
            Assert.Equal($"https://{host}.i.posthog.com{path}", Explain.Of(after, new("https://e.yourdomain.com" + path)).Upstream);
        }
    }

    // What is somebody's business stays, and what the check still says of the file is handed on.
    [Fact]
    public void What_a_check_says_of_other_routes_is_told_and_left()
    {
        const string text = "routes:\n- {from: https://e.test, to: http://app, allowed_users: [x]}\n- {from: https://other.test, to: https://us.i.posthog.com, prefix: /flags/, allow_public_unauthenticated_access: true}\n";

        var result = PomeriumPatch.Apply(text, new("e.test", "/zq", PostHogRegion.Us, null), TestContext.Current.CancellationToken);

        Assert.Equal(["PHX4033"], result.Left.Select(finding => finding.Id));
        Assert.Contains("- {from: https://other.test, to: https://us.i.posthog.com, prefix: /flags/, allow_public_unauthenticated_access: true}\n", result.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:///run/app.sock")]
    [InlineData("https+unix:///run/app.sock")]
    public void An_app_may_listen_on_a_socket(string app)
    {
        const string text = "routes:\n- {from: https://e.test, to: http://app, allowed_users: [x]}\n";

        var result = PomeriumPatch.Apply(text, new("e.test", "/zq", PostHogRegion.Us, new(app)), TestContext.Current.CancellationToken);

        Assert.True(result.Problem is null, $"{result.Problem}");
        var explained = Explain.Of(PomeriumConfiguration.Read(result.Text), new("https://e.test/zq/e/"));
        Assert.Equal((app, "/zq/e/", "Through"), (explained.Upstream, explained.SentPath, explained.Outcome.ToString()));
    }
}
