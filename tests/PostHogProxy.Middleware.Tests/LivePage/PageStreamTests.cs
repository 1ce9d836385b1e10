using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>What the stream says of the proxies and their exchanges.</summary>
public sealed class PageStreamTests
{
    [Fact]
    public async Task An_exchange_is_in_the_next_moment_with_its_name()
    {
        await using var shop = await PagedShop.OpenAsync();
        await using var stream = await ReadStream.OpenAsync(shop);
        await stream.NextAsync();
        using var sent = await shop.EventAsync("checkout completed");

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) > 0);
        var exchange = moment.GetProperty("exchanges")[0];
        Assert.Equal("capture", exchange.GetProperty("kind").GetString());
        Assert.Equal("checkout completed", exchange.GetProperty("events").GetString());
        Assert.Equal(200, exchange.GetProperty("status").GetInt32());
        Assert.Equal("eu.i.posthog.com", exchange.GetProperty("by").GetString());
        Assert.Equal(15, exchange.GetProperty("received").GetInt64());
        Assert.Equal("ok", moment.GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_came_before_anybody_looked_is_counted_and_has_its_name()
    {
        await using var shop = await PagedShop.OpenAsync();
        using var sent = await shop.EventAsync("before");
        await using var stream = await ReadStream.OpenAsync(shop);

        var moment = await stream.NextAsync();
        Assert.Equal(1, ReadStream.Count(moment));
        Assert.Equal("before", moment.GetProperty("exchanges")[0].GetProperty("events").GetString());
    }

    [Theory]
    [InlineData(PostHogTransport.Auto, "HTTP/2 connections of the proxy's own")]
    [InlineData(PostHogTransport.SocketsHttpHandler, "SocketsHttpHandler, because Transport is SocketsHttpHandler")]
    public async Task It_says_how_requests_go_to_each_host(PostHogTransport transport, string how)
    {
        await using var shop = await PagedShop.OpenAsync(options: options => options.Transport = transport);
        await using var stream = await ReadStream.OpenAsync(shop);

        var hops = (await stream.NextAsync()).GetProperty("proxies")[0].GetProperty("hops").EnumerateArray();

        Assert.Equal(
            [("events", "https://eu.i.posthog.com", how), ("scripts", "https://eu-assets.i.posthog.com", how)],
            hops.Select(static hop => (hop.GetProperty("for").GetString(), hop.GetProperty("origin").GetString(), hop.GetProperty("transport").GetString())));
    }

    [Fact]
    public async Task The_time_of_an_exchange_is_the_same_at_each_look()
    {
        await using var shop = await PagedShop.OpenAsync(services: static builder => builder.Services.AddSingleton<TimeProvider>(new UnevenClock()));
        await using var stream = await ReadStream.OpenAsync(shop);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var sent = await shop.EventAsync();
        var after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        var times = new HashSet<long>();
        for (var look = 0; look < 4; look++)
        {
            times.Add((await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1)).GetProperty("exchanges")[0].GetProperty("at").GetInt64());
        }

        // The proxy counts an exchange when its answer has gone, which the visitor may have read by then.
        Assert.InRange(Assert.Single(times), before, after + 1000);
    }

    [Fact]
    public async Task It_works_in_groups_and_under_a_path_base_and_knows_the_whole_path_of_the_proxy()
    {
        await using var shop = await PagedShop.OpenAsync(page: static app =>
        {
            app.MapGroup("/ops").MapGroup("/inner").MapPostHogProxyPage("/page");
            app.MapGroup("/shop").MapPostHogProxy("/second", PostHogRegion.Us, static options => options.Disabled = true).RequireHost("a.example");
        });
        await using var stream = await ReadStream.OpenAsync(shop, "/ops/inner/page/stream");

        var moment = await stream.NextAsync();
        var proxies = moment.GetProperty("proxies");
        Assert.Equal(["/k3fw", "/shop/second"], proxies.EnumerateArray().Select(static proxy => proxy.GetProperty("path").GetString()!));
        Assert.True(proxies[1].GetProperty("isOff").GetBoolean());
        Assert.Equal("a.example", proxies[1].GetProperty("hosts")[0].GetString());
    }

    [Fact]
    public async Task The_region_is_proven_on_the_page_and_a_wrong_one_is_the_headline()
    {
        await using var shop = await PagedShop.OpenAsync(options: static options =>
        {
            options.ProjectTokens.Clear();
            options.ProjectTokens.Add("phc_StandInDemoUs000000000000000000000000000000");
        });
        await using var stream = await ReadStream.OpenAsync(shop);

        var moment = await stream.UntilAsync(static moment => moment.GetProperty("state").GetString() == "bad");
        Assert.Equal("wrong", moment.GetProperty("proxies")[0].GetProperty("proof").GetString());
        var problem = moment.GetProperty("problems")[0];
        Assert.StartsWith("PHX50", problem.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, problem.GetProperty("cure").ValueKind);

        // The team's own token, shortened.
        Assert.Contains("phc_Stan", string.Join('\n', stream.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("phc_StandInDemoUs000000000000000000000000000000", string.Join('\n', stream.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hit_of_the_cache_counts_as_one()
    {
        await using var shop = await PagedShop.OpenAsync();
        using var first = await shop.GetAsync("/k3fw/static/array.js");
        using var second = await shop.GetAsync("/k3fw/static/array.js");
        await using var stream = await ReadStream.OpenAsync(shop);

        var cache = (await stream.UntilAsync(static moment => ReadStream.Count(moment) == 2)).GetProperty("proxies")[0].GetProperty("cache");
        Assert.Equal(1, cache.GetProperty("hits").GetInt32());
        Assert.Equal(1, cache.GetProperty("misses").GetInt32());
        Assert.Equal(1, cache.GetProperty("answers").GetInt32());
    }

    // As a clock that is set while the app runs.
    private sealed class UnevenClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMilliseconds(Interlocked.Increment(ref _looks) % 2 * 7);
    }
}
