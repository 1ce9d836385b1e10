using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace PostHogProxy.Middleware.Tests.Snippet;

/// <summary>The page asks the proxy that is mapped, wherever that is.</summary>
public sealed class SnippetAddressTests
{
    private const string Page = "http://shop.example/page";

    public static TheoryData<string, Action<WebApplication>, string, string> Places => new()
    {
        { "a path", app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu), Page, "/k3fw" },
        { "a path of two segments", app => app.MapPostHogProxy("/k3/fw", PostHogRegion.Eu), Page, "/k3/fw" },
        { "a group", app => app.MapGroup("/shop").MapPostHogProxy("/k3fw", PostHogRegion.Eu), Page, "/shop/k3fw" },
        { "groups of groups", app => app.MapGroup("/a").MapGroup("/b").MapPostHogProxy("/k3fw", PostHogRegion.Eu), Page, "/a/b/k3fw" },
        { "the root of a group", app => app.MapGroup("/k3fw").MapPostHogProxy("/", PostHogRegion.Eu), Page, "/k3fw" },
        { "a group with a parameter", app => app.MapGroup("/{tenant}").MapPostHogProxy("/k3fw", PostHogRegion.Eu), "http://shop.example/acme%20co/page", "/acme%20co/k3fw" },
        { "a host of its own", app => Root(app, "e.shop.example"), "https://shop.example/page", "https://e.shop.example" },
        { "a host of its own behind a TLS terminator", app => Root(app, "e.shop.example"), Page, "https://e.shop.example" },
        { "a host of its own with a port", app => Root(app, "e.shop.example:8443"), "https://shop.example/page", "https://e.shop.example:8443" },
        { "a host of its own on whatever port", app => Root(app, "e.shop.example:*"), "https://shop.example/page", "https://e.shop.example" },
        { "the host of the page on whatever port", app => Root(app, "shop.example:*"), Page, "/" },
        { "a host of its own on this machine", app => Root(app, "e.localhost:5080"), "http://shop.localhost:5080/page", "http://e.localhost:5080" },
        { "one of several hosts", app => Root(app, "*.shop.example", "e.shop.example"), "https://other.example/page", "https://e.shop.example" },
        { "a path on a host of its own", app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu).RequireHost("e.shop.example"), Page, "https://e.shop.example/k3fw" },
        { "the host of the page", app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu).RequireHost("shop.example", "x.example"), Page, "/k3fw" },
        { "hosts the page's is one of", app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu).RequireHost("*.example"), Page, "/k3fw" },
        { "the port of the page", app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu).RequireHost("*:80"), Page, "/k3fw" },
        { "the root of the page's own host", app => Root(app, "shop.example"), Page, "/" },
        { "what another host has not", app => Two(app), Page, "/here" },
        { "the same path of two hosts", app => TwoHosts(app), "http://b.example/page", "/k3fw" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_page_asks_where_the_proxy_answers(string where, Action<WebApplication> map, string page, string apiHost)
    {
        await using var app = await SnippetApp.StartAsync(map);

        var read = await app.ReadAsync(page);

        Assert.Equal((where, apiHost), (where, read.ApiHost));
        Assert.Equal((apiHost == "/" ? "" : apiHost) + "/static/array.js", read.Source);
        Assert.Empty(app.Logged(27));
    }

    [Theory]
    [InlineData("http://shop.example/base/page", "/base/k3fw")]
    [InlineData("http://shop.example/page", "/k3fw")]
    public async Task The_path_base_of_the_page_stands_before_it(string page, string apiHost)
    {
        await using var app = await SnippetApp.StartAsync(each => each.MapPostHogProxy("/k3fw", PostHogRegion.Eu), pathBase: "/base");

        Assert.Equal(apiHost, (await app.ReadAsync(page)).ApiHost);
    }

    [Fact]
    public async Task A_host_header_of_a_strangers_is_not_where_the_script_comes_from()
    {
        await using var app = await SnippetApp.StartAsync(each => each.MapPostHogProxy("/", PostHogRegion.Eu));

        Assert.DoesNotContain("evil", await app.HeadAsync("http://evil.example/page"), StringComparison.Ordinal);
    }

    public static TheoryData<Action<IEndpointRouteBuilder>, string?> Apps => new()
    {
        { app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu), "https://eu.posthog.com" },
        { app => app.MapPostHogProxy("/k3fw", PostHogRegion.Us), "https://us.posthog.com" },
        { app => app.MapPostHogProxy("/k3fw", PostHogRegion.Us, options => options.UiHost = new("https://us.posthog.com/")), "https://us.posthog.com" },
        { app => app.MapPostHogProxy("/k3fw", PostHogRegion.Us, options => options.UiHost = new("https://links.shop.example")), "https://links.shop.example" },
        { app => app.MapPostHogProxy("/k3fw", new Uri("https://us.i.posthog.com")), "https://us.posthog.com" },
        { app => app.MapPostHogProxy("/k3fw", new Uri("https://posthog.internal"), options => options.UiHost = new("https://ph.shop.example:8443")), "https://ph.shop.example:8443" },
        { app => app.MapPostHogProxy("/k3fw", new Uri("https://posthog.internal")), null },
    };

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task The_ui_host_is_the_regions_or_the_one_that_is_set(Action<IEndpointRouteBuilder> map, string? uiHost)
    {
        await using var app = await SnippetApp.StartAsync(map);

        var read = await app.ReadAsync();
        await app.ReadAsync();

        Assert.Equal(uiHost, read.UiHost);
        Assert.Equal(uiHost is null ? 1 : 0, app.Logged(28).Count());
    }

    private static void Root(WebApplication app, params string[] hosts) => app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost(hosts);

    private static void Two(WebApplication app)
    {
        Root(app, "e.shop.example");
        app.MapPostHogProxy("/here", PostHogRegion.Eu);
    }

    private static void TwoHosts(WebApplication app)
    {
        app.MapPostHogProxy("/k3fw", PostHogRegion.Us).RequireHost("a.example");
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu).RequireHost("b.example");
    }
}
