using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;
using static PostHogProxy.Middleware.Tests.Forwarding.FallbackShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class AssetFallbackTests
{
    [Theory]
    [InlineData(403, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(301, true)]
    [InlineData(302, true)]
    [InlineData(307, true)]
    [InlineData(403, false)]
    [InlineData(503, false)]
    [InlineData(300, false)]
    [InlineData(301, false)]
    [InlineData(302, false)]
    [InlineData(303, false)]
    [InlineData(307, false)]
    [InlineData(308, false)]
    public async Task A_refused_script_comes_from_the_ingest_host(int refusal, bool assetCache)
    {
        await using var shop = await OpenAsync(
            context =>
            {
                context.Response.StatusCode = refusal;
                context.Response.Headers.Location = "https://us.posthog.com/login";
            },
            assetCache: assetCache);

        using var response = await GetAsync(shop, "/static/1.449.2/surveys.js");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([Assets, Ingest], Hosts(shop));
    }

    // A captive portal and a page of maintenance come with 200.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task So_does_one_in_whose_place_a_page_comes(bool assetCache)
    {
        await using var shop = await OpenAsync(
            async context =>
            {
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<title>Log in</title>", context.RequestAborted);
                await context.Response.CompleteAsync();
                context.RequestAborted = new(canceled: true);
            },
            assetCache: assetCache);

        using var response = await GetAsync(shop, "/static/1.449.2/surveys.js");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal([Assets, Ingest], Hosts(shop));
    }

    // Where both hosts lead elsewhere, no Location and no redirect reaches the browser.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_redirect_of_both_is_a_502(bool assetCache)
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            postHog: new StandInOptions
            {
                Intercept = (context, _) =>
                {
                    context.Response.StatusCode = 302;
                    context.Response.Headers.Location = "https://us.posthog.com/login";
                    return Task.CompletedTask;
                },
            },
            assetCache: assetCache);

        using var response = await GetAsync(shop, "/static/array.js");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task A_broken_connection_to_the_assets_host_counts_as_a_refusal()
    {
        await using var shop = await OpenAsync(context => context.Abort());

        using var response = await GetAsync(shop, "/static/1.449.2/surveys.js");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Content-Length: 2\r\n\r\n{}")]
    public async Task An_upload_to_a_script_diverts_nobody(string headersAndBody)
    {
        await using var shop = await OpenAsync(context => context.Abort());

        await RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js", headersAndBody, "POST");

        Assert.DoesNotContain(Ingest, Hosts(shop));
    }

    [Fact]
    public async Task A_made_up_file_is_refused_as_the_assets_host_refuses_it_and_diverts_nothing()
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            postHog: new StandInOptions { IngestServesStatic = true });

        using var madeUp = await GetAsync(shop, "/static/made-up.js");
        shop.PostHog.Journal.Clear();
        using var again = await GetAsync(shop, "/static/made-up.js");
        using var real = await GetAsync(shop, "/static/array.js");

        Assert.Equal(HttpStatusCode.Forbidden, madeUp.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Equal(Assets, Hosts(shop)[^1]);
    }

    [Fact]
    public async Task A_missing_file_is_not_looked_for_twice()
    {
        await using var shop = await OpenAsync(context => context.Response.StatusCode = 404, assetCache: false);

        using var response = await GetAsync(shop, "/static/array.js");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal([Assets], Hosts(shop));
    }

    [Theory]
    [InlineData("/static/array.js", "bytes=0-9", 206)]
    [InlineData("/static/array.js", "bytes=999999999-", 416)]
    public async Task A_range_passes(string path, string range, int status)
    {
        await using var shop = await OpenAsync(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw" + path);
        request.Headers.TryAddWithoutValidation("Range", range);

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_condition_passes()
    {
        await using var shop = await OpenAsync(_ => { });
        using var first = await GetAsync(shop, "/static/array.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw/static/array.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
