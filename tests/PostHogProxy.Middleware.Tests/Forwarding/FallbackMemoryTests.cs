using System.Net;
using System.Net.Sockets;
using PostHogProxy.Middleware.Tests.Hosting;
using static PostHogProxy.Middleware.Tests.Forwarding.FallbackShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What is asked of the ingest host from then on, and who can bring that about.</summary>
public sealed class FallbackMemoryTests
{
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
        await using var shop = await OpenAsync(_ => { }, assetCache: false, configure: options =>
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_is_one_that_takes_the_request_and_stands_still(bool assetCache)
    {
        var asked = 0;
        await using var shop = await OpenAsync(
            context =>
            {
                Interlocked.Increment(ref asked);
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            assetCache: assetCache,
            configure: options => options.ResponseTimeout = TimeSpan.FromSeconds(1));

        // The parameter is a visitor's to write; with it the cache does not ask on behalf of all.
        using var first = await GetAsync(shop, "/static/array.js?v=1");
        using var second = await GetAsync(shop, "/static/array.js?v=2");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], new[] { first.StatusCode, second.StatusCode });
        Assert.Equal(1, asked);
    }

    // Without the cache nobody asks on behalf of all, so that a visitor's line is all there is; it must not use up the one about everybody.
    [Fact]
    public async Task What_befalls_a_visitor_and_what_befalls_everybody_are_told_once_each()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(context => context.Response.StatusCode = 403, log: log);

        foreach (var path in new[] { "/static/1.449.2/surveys.js?v=1", "/static/1.449.2/surveys.js?v=2", "/static/1.449.2/surveys.js", "/static/array.js" })
        {
            using var response = await GetAsync(shop, path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(["requests from a visitor", "requests from all visitors"], log.Lines
            .Where(line => line.StartsWith("Warning 7:", StringComparison.Ordinal))
            .Select(line => line.Split("refuses or fails ")[1].Split('.')[0]));
    }
}
