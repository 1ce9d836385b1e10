using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogStandIn;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class AssetFallbackTests
{
    private const string Assets = "eu-assets.i.posthog.com";
    private const string Ingest = "eu.i.posthog.com";

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refused_script_comes_from_the_ingest_host(int refusal)
    {
        await using var shop = await OpenAsync(context => context.Response.StatusCode = refusal);

        using var response = await GetAsync(shop, "/static/1.449.2/surveys.js");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([Assets, Ingest], Hosts(shop));
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
    public async Task One_refused_path_is_remembered_and_no_other()
    {
        await using var shop = await OpenAsync(context => context.Response.StatusCode = 403);
        using var first = await GetAsync(shop, "/static/1.449.2/surveys.js");
        shop.PostHog.Journal.Clear();

        using var again = await GetAsync(shop, "/static/1.449.2/surveys.js?v=1");
        using var other = await GetAsync(shop, "/static/1.449.2/lazy-recorder.js");

        Assert.Equal([Ingest, Assets, Ingest], Hosts(shop));
    }

    [Fact]
    public async Task When_the_loader_itself_is_refused_the_whole_host_is()
    {
        await using var shop = await OpenAsync(context => context.Response.StatusCode = 403);
        using var first = await GetAsync(shop, "/static/array.js");
        shop.PostHog.Journal.Clear();

        using var other = await GetAsync(shop, "/static/1.449.2/lazy-recorder.js");

        Assert.Equal([Ingest], Hosts(shop));
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
        await using var shop = await OpenAsync(_ => { }, refuses: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw" + path);
        request.Headers.TryAddWithoutValidation("Range", range);

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_condition_passes()
    {
        await using var shop = await OpenAsync(_ => { }, refuses: false);
        using var first = await GetAsync(shop, "/static/array.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw/static/array.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/static/array.js")]
    [InlineData("/static/1.449.2/surveys.js")]
    public async Task After_a_while_the_assets_host_is_asked_again(string path)
    {
        var time = new SetClock();
        await using var shop = await OpenAsync(
            context => context.Response.StatusCode = 403, time: time, configure: options => options.AssetCache.StaleIfError = TimeSpan.Zero);
        using var first = await GetAsync(shop, path);
        time.Move(TimeSpan.FromMinutes(6));
        using var remembered = await GetAsync(shop, path + "?v=1");

        time.Move(TimeSpan.FromMinutes(4));
        using var later = await GetAsync(shop, path + "?v=2");

        Assert.Equal([Assets, Ingest, Ingest, Assets, Ingest], Hosts(shop));
    }

    // A firewall may refuse an address, a user agent, a word in the query. Who has such a one is served, and changes nothing for the others.
    [Theory]
    [InlineData(false, "GET", "/static/array.js", "User-Agent: <script>")]
    [InlineData(false, "GET", "/static/array.js?x=<script>", "User-Agent: a")]
    [InlineData(false, "GET", "/static/array.js", "Referer: https://<script>/")]
    [InlineData(false, "OPTIONS", "/static/array.js", "Origin: https://<script>")]
    [InlineData(true, "GET", "/static/array.js?x=<script>", "User-Agent: a")]
    [InlineData(true, "GET", "/static/array.js?v=script", "User-Agent: a")]
    [InlineData(true, "GET", "/array/phc_StandInDemoEu000000000000000000000000000000/config", "Referer: https://<script>/")]
    public async Task What_a_visitor_writes_diverts_nobody_else(bool assetCache, string method, string path, string header)
    {
        await using var shop = await OpenAsync(
            context =>
            {
                if ((context.Request.Headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] + context.Request.QueryString.Value).Contains("script", StringComparison.Ordinal))
                {
                    context.Response.StatusCode = 403;
                }
            },
            assetCache: assetCache);
        using var refused = new HttpRequestMessage(new(method), "/k3fw" + path);
        refused.Headers.TryAddWithoutValidation(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);

        using var served = await shop.Client.SendAsync(refused, TestContext.Current.CancellationToken);
        Assert.Equal([Assets, Ingest], Hosts(shop));
        using var another = await GetAsync(shop, path.Split('?')[0]);

        Assert.Equal([Assets, Ingest, Assets], Hosts(shop));
    }

    // No request can be the cause of that, so that one visitor's wait is enough for all.
    [Fact]
    public async Task A_host_that_cannot_be_connected_to_is_remembered_without_the_cache_too()
    {
        var attempts = 0;
        await using var shop = await OpenAsync(_ => { }, refuses: false, assetCache: false, configure: options =>
        {
            var toStandIn = options.ConfigureHandler!;
            options.ConfigureHandler = handler =>
            {
                toStandIn(handler);
                var connect = handler.ConnectCallback!;
                handler.ConnectCallback = (context, cancellation) => context.DnsEndPoint.Host == Assets && Interlocked.Increment(ref attempts) > 0
                    ? throw new SocketException((int)SocketError.ConnectionRefused)
                    : connect(context, cancellation);
            };
        });

        using var first = await GetAsync(shop, "/static/array.js");
        using var second = await GetAsync(shop, "/static/array.js");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], new[] { first.StatusCode, second.StatusCode });
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task So_is_one_that_takes_the_request_and_stands_still()
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.ResponseTimeout = TimeSpan.FromMilliseconds(300);
            }),
            postHog: new StandInOptions
            {
                IngestServesStatic = true,
                Intercept = (context, next) => context.Request.Host.Host == Assets ? Task.Delay(Timeout.Infinite, context.RequestAborted) : next(),
            },
            assetCache: false);

        using var first = await GetAsync(shop, "/static/array.js");
        using var second = await GetAsync(shop, "/static/array.js");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], new[] { first.StatusCode, second.StatusCode });
        Assert.Single(Hosts(shop), Assets);
    }

    private static Task<Shop> OpenAsync(
        Action<HttpContext> refuse, bool refuses = true, TimeProvider? time = null, bool assetCache = true, Action<PostHogProxyOptions>? configure = null) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect + configure),
        builder => builder.Services.AddSingleton(time ?? TimeProvider.System),
        postHog: new StandInOptions
        {
            IngestServesStatic = true,
            Intercept = (context, next) =>
            {
                if (!refuses || context.Request.Host.Host != Assets)
                {
                    return next();
                }

                refuse(context);
                return context.Response.StatusCode == 200 && !context.RequestAborted.IsCancellationRequested ? next() : Task.CompletedTask;
            },
        },
        assetCache: assetCache);

    private static Task<HttpResponseMessage> GetAsync(Shop shop, string path) =>
        shop.Client.GetAsync("/k3fw" + path, TestContext.Current.CancellationToken);

    private static List<string> Hosts(Shop shop) => [.. shop.PostHog.Journal.Requests.Select(request => request.Host)];
}
