using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class UpstreamTests
{
    // Which host answers a path: typed from the facts.
    [Theory]
    [InlineData(PostHogRegion.Eu, "/static/array.js", "eu-assets.i.posthog.com")]
    [InlineData(PostHogRegion.Eu, "/array/phc_x/config.js", "eu-assets.i.posthog.com")]
    [InlineData(PostHogRegion.Eu, "/e/", "eu.i.posthog.com")]
    [InlineData(PostHogRegion.Eu, "/s/", "eu.i.posthog.com")]
    [InlineData(PostHogRegion.Eu, "/flags/?v=2", "eu.i.posthog.com")]
    [InlineData(PostHogRegion.Us, "/static/1.449.2/surveys.js", "us-assets.i.posthog.com")]
    [InlineData(PostHogRegion.Us, "/array/phc_x/config", "us-assets.i.posthog.com")]
    [InlineData(PostHogRegion.Us, "/i/v0/e/", "us.i.posthog.com")]
    [InlineData(PostHogRegion.Us, "/api/surveys/?token=x", "us.i.posthog.com")]
    [InlineData(PostHogRegion.Us, "/something/new", "us.i.posthog.com")]
    public async Task A_path_goes_to_its_host_over_TLS_and_HTTP_2(PostHogRegion region, string path, string host)
    {
        await using var shop = await Shop.OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", region, connect), assetCache: false);

        await RawHttp.SendAsync(shop.Port, "/k3fw" + path);

        var request = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Equal(host, request.Host);
        Assert.Equal(host, request.SniHost);
        Assert.Equal("HTTP/2", request.Protocol);
    }

    [Fact]
    public async Task The_script_arrives_byte_for_byte()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        var script = await shop.Client.GetByteArrayAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

        var original = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "posthog-js-dist", "array.js"), TestContext.Current.CancellationToken);
        Assert.True(script.Length > 100_000);
        Assert.Equal(SHA256.HashData(original), SHA256.HashData(script));
    }

    [Fact]
    public async Task With_only_an_ingest_origin_scripts_come_from_there_too_and_never_from_the_cloud()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", new Uri("https://us.i.posthog.com"), connect), assetCache: false);

        await RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js");

        Assert.Equal("us.i.posthog.com", Assert.Single(shop.PostHog.Journal.Requests).Host);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    public async Task Other_methods_are_refused_with_the_ones_that_pass(string method)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        using var response = await shop.Client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method), "/k3fw/e/"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS", "POST"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/k3fw")]
    [InlineData("/")]
    public async Task CONNECT_opens_nothing(string pattern)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy(pattern, PostHogRegion.Eu, connect).RequireHost("shop.example", "eu.i.posthog.com"));

        var status = await RawHttp.SendAsync(shop.Port, "eu.i.posthog.com:443", method: "CONNECT");

        Assert.Matches("^HTTP/1.1 4\\d\\d ", status);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task An_upgrade_is_answered_as_a_plain_request_and_opens_no_tunnel()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        var status = await RawHttp.SendAsync(
            shop.Port, "/k3fw/static/array.js", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", status, StringComparison.Ordinal);
        Assert.Empty(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("Upgrade"));
    }
}
