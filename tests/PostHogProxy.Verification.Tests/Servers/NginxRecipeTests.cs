using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using PostHogProxy.Recipes;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Apps;

namespace PostHogProxy.Verification.Tests.Servers;

/// <summary>The block of docs/operations.md in a real nginx, before an app with the package.</summary>
public sealed class NginxRecipeTests
{
    private const string Limit = "client_max_body_size 64m;";

    private static readonly string Recipe = DocsPage.Block("docs/operations.md", "Large replays fail behind nginx", "nginx");

    [Fact]
    public async Task Large_replays_pass()
    {
        await using var shop = await OpenAsync();
        await using var server = await StartAsync(shop, Recipe);

        var report = await VerifyAsync(server, shop);

        Assert.Empty(report.Findings.Where(finding => finding.IsProblem).Select(finding => $"{finding.Id} {finding.Message}"));
        var replay = shop.PostHog.Journal.Requests.MaxBy(request => request.BodyBytes)!;
        Assert.True(replay.BodyBytes > 20_000_000, $"The largest body that came through has {replay.BodyBytes} bytes.");
    }

    [Fact]
    public async Task Without_its_limit_nginx_refuses_them_and_verify_says_so()
    {
        Assert.Contains(Limit, Recipe, StringComparison.Ordinal);
        await using var shop = await OpenAsync();
        await using var server = await StartAsync(shop, Recipe.Replace(Limit, "", StringComparison.Ordinal));

        var report = await VerifyAsync(server, shop);

        Assert.Contains("PHX5150", report.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public async Task A_path_is_sent_on_byte_for_byte()
    {
        await using var shop = await OpenAsync();
        await using var server = await StartAsync(shop, Recipe);
        using var client = new HttpClient();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/k3fw/static/a%2Fb.js?x=%2f+&y=%2F");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains("/static/a%2Fb.js?x=%2f+&y=%2F", shop.PostHog.Journal.Requests.Select(each => each.RawTarget));
    }

    [Fact]
    public async Task The_app_takes_the_address_that_nginx_sees_and_none_that_a_visitor_writes()
    {
        await using var shop = await OpenAsync();
        await using var server = await StartAsync(shop, Recipe);
        using var client = new HttpClient();

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/k3fw/api/surveys/?token={DocsPage.Token}");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var forwarded = shop.PostHog.Journal.Requests.Single(each => each.Path == "/api/surveys/");
        Assert.Equal("127.0.0.1", Assert.Single(forwarded.HeaderValues("X-Forwarded-For")));
    }

    private static Task<ShopApp> OpenAsync() => ShopApp.OpenAsync((app, toStandIn) =>
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseRouting();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, toStandIn);
    });

    private static Task<RealServer> StartAsync(ShopApp shop, string recipe)
    {
        Assert.Contains("http://127.0.0.1:5000;", recipe, StringComparison.Ordinal);
        return RealServer.StartAsync(
            "nginx",
            "nginx.conf",
            (port, _, folder) => NginxTests.Configuration(
                folder, $"listen 127.0.0.1:{port};\n{recipe.Replace("127.0.0.1:5000", $"127.0.0.1:{shop.Port}", StringComparison.Ordinal)}"),
            NginxTests.Arguments);
    }

    private static Task<VerificationReport> VerifyAsync(RealServer server, ShopApp shop) =>
        Proxies.Verification.OfAsync(server.Port, shop.PostHog, new Uri($"http://127.0.0.1:{server.Port}/k3fw"));
}
