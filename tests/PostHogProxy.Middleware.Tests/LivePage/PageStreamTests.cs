using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Keeping;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>What the stream says, to whom, and that nobody who looks holds anything up.</summary>
public sealed class PageStreamTests
{
    private const string Secret = "Zx7Qw9Secret";

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
    public async Task Outside_Development_no_event_has_a_name()
    {
        await using var shop = await PagedShop.OpenAsync("Production", static app => app.MapPostHogProxyPage().RequireAuthorization());
        await using var stream = await ReadStream.OpenAsync(shop, user: "ada");
        await stream.NextAsync();
        using var sent = await shop.EventAsync("checkout completed");

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) > 0);
        Assert.Equal(JsonValueKind.Null, moment.GetProperty("exchanges")[0].GetProperty("events").ValueKind);
        Assert.DoesNotContain("checkout completed", string.Join('\n', stream.Lines), StringComparison.Ordinal);
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

    [Fact]
    public async Task No_byte_of_page_or_stream_has_a_secret_of_a_visitor()
    {
        await using var shop = await PagedShop.OpenAsync(
            services: static builder => builder.Services.AddSingleton<IOutboxView>(new FakeOutbox()),
            postHog: new StandInOptions
            {
                Intercept = static (context, _) =>
                {
                    context.Response.StatusCode = context.Request.Path.Value!.Contains("fail", StringComparison.Ordinal) ? 500 : 200;
                    context.Response.Headers["X-Answer"] = Secret;
                    context.Response.ContentType = "application/json";
                    return context.Response.WriteAsync($$"""{"answer":"{{Secret}}"}""");
                },
            });
        await using var stream = await ReadStream.OpenAsync(shop);
        await stream.NextAsync();
        string[] targets =
        [
            $"/k3fw/e/?token={PagedShop.Token}&ip={Secret}", $"/k3fw/flags/?v=2&token={Secret}", $"/k3fw/static/{Secret}.js", $"/k3fw/array/{Secret}/config.js",
            $"/k3fw/{Secret}/unknown?x={Secret}", $"/k3fw/fail/{Secret}", $"/k3fw/api/projects/{Secret}", $"/k3fw/s/?compression=gzip-js&{Secret}=1", $"/k3fw/e/?data={Secret}",
        ];
        foreach (var target in targets)
        {
            using var sent = await shop.EventAsync("seen", target, static request =>
            {
                request.Headers.Add("Cookie", "session=" + Secret);
                request.Headers.Add("Authorization", "Bearer phx_" + Secret);
                request.Headers.Add("X-Forwarded-For", "203.0.113.77");
                request.Headers.Add("User-Agent", Secret);
                request.Headers.Add("Referer", "https://shop.example/" + Secret);
                request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            });
        }

        // The proof of the region names the team's own token, shortened.
        var moment = await stream.UntilAsync(moment => ReadStream.Count(moment) >= targets.Length && moment.GetProperty("proxies")[0].GetProperty("proof").GetString() is not "pending");
        Assert.Contains(PagedShop.Token[..8], moment.GetProperty("proxies")[0].GetProperty("proofText").GetString(), StringComparison.Ordinal);
        using var page = await shop.GetAsync("/posthog-proxy");
        var all = string.Join('\n', stream.Lines) + await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var secret in new[] { Secret, PagedShop.Token, "203.0.113.77", "4bf92f3577b34da6a3ce929d0e0e4736", "unknown?x", "session=" })
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_is_sampled_while_nobody_looks()
    {
        var outbox = new CountedOutbox();
        await using var shop = await PagedShop.OpenAsync(services: builder => builder.Services.AddSingleton<IOutboxView>(outbox));
        using var page = await shop.GetAsync("/posthog-proxy");
        using var sent = await shop.EventAsync();
        Assert.Equal(0, outbox.Looks);

        await using (var stream = await ReadStream.OpenAsync(shop))
        {
            await stream.NextAsync();
        }

        Assert.NotEqual(0, outbox.Looks);
    }

    [Fact]
    public async Task More_tabs_than_twenty_get_503_and_one_that_closes_makes_room()
    {
        await using var shop = await PagedShop.OpenAsync();
        var streams = new List<ReadStream>();
        for (var tab = 0; tab < 20; tab++)
        {
            streams.Add(await ReadStream.OpenAsync(shop));
        }

        using var refused = await shop.GetAsync("/posthog-proxy/stream");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.StartsWith("20 tabs show the PostHog proxy page already.", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await streams[0].DisposeAsync();
        await UntilAsync(async () =>
        {
            using var again = await shop.GetAsync("/posthog-proxy/stream");
            return again.StatusCode == HttpStatusCode.OK;
        });
        foreach (var stream in streams.Skip(1))
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_viewer_who_takes_nothing_keeps_no_other_from_the_news()
    {
        await using var shop = await PagedShop.OpenAsync();

        // Its answer is never read.
        using var idle = await shop.GetAsync("/posthog-proxy/stream");
        await using var stream = await ReadStream.OpenAsync(shop);
        await stream.NextAsync();
        using var sent = await shop.EventAsync();

        await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
    }

    [Fact]
    public async Task The_stream_ends_with_the_app()
    {
        var shop = await PagedShop.OpenAsync();
        await using var stream = await ReadStream.OpenAsync(shop);
        await stream.NextAsync();

        var stopping = shop.App.StopAsync(TestContext.Current.CancellationToken);
        await stream.EndsAsync();
        await stopping;
        await shop.DisposeAsync();
    }

    [Fact]
    public async Task Compression_caching_and_limits_of_the_app_leave_the_stream_alone()
    {
        await using var shop = await PagedShop.OpenAsync(
            services: static builder =>
            {
                builder.Services.AddResponseCompression(static options => options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/event-stream", "text/html"]);
                builder.Services.AddOutputCache(static options => options.AddBasePolicy(static policy => policy.Cache()));
                builder.Services.AddRateLimiter(static options => options.GlobalLimiter =
                    System.Threading.RateLimiting.PartitionedRateLimiter.Create<HttpContext, int>(static _ => System.Threading.RateLimiting.RateLimitPartition.GetConcurrencyLimiter(
                        0, static _ => new() { PermitLimit = 1 })));
            },
            before: static app =>
            {
                app.UseResponseCompression();
                app.UseRouting();
                app.UseRateLimiter();
                app.UseOutputCache();
            });
        await using var first = await ReadStream.OpenAsync(shop);
        await using var second = await ReadStream.OpenAsync(shop);
        await first.NextAsync();
        await second.NextAsync();

        // The limit of one request at a time is free for the page itself.
        using var page = await shop.GetAsync("/posthog-proxy", change: static request => request.Headers.Add("Accept-Encoding", "gzip"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Empty(page.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_part_that_cannot_be_looked_at_costs_the_page_a_moment_and_the_app_nothing()
    {
        var outbox = new BrokenOutbox();
        await using var shop = await PagedShop.OpenAsync(services: builder => builder.Services.AddSingleton<IOutboxView>(outbox));
        await using var stream = await ReadStream.OpenAsync(shop);
        using var sent = await shop.EventAsync();
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        outbox.IsBroken = false;

        await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
    }

    [Fact]
    public async Task An_outbox_that_does_not_answer_holds_up_nothing_else()
    {
        var outbox = new HangingOutbox();
        await using var shop = await PagedShop.OpenAsync(services: builder => builder.Services.AddSingleton<IOutboxView>(outbox));
        await using var stream = await ReadStream.OpenAsync(shop);
        using var sent = await shop.EventAsync();

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
        Assert.Equal(JsonValueKind.Null, moment.GetProperty("outbox").ValueKind);
        outbox.Answer(new FakeOutbox().Status with { Entries = 7 });

        await stream.UntilAsync(static moment => moment.GetProperty("outbox") is { ValueKind: JsonValueKind.Object } box && box.GetProperty("entries").GetInt64() == 7);
        Assert.Equal(1, outbox.MostAtOnce);
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

    private sealed class BrokenOutbox : IOutboxView
    {
        private volatile bool _isBroken = true;

        public bool IsBroken
        {
            get => _isBroken;
            set => _isBroken = value;
        }

        public ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken) =>
            IsBroken ? throw new InvalidOperationException("The test says so.") : new(new FakeOutbox().Status);

        public ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken) => new(0);

        public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => new(0);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private sealed class HangingOutbox : IOutboxView
    {
        private readonly TaskCompletionSource<OutboxStatus> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asking;
        private int _most;

        public int MostAtOnce => Volatile.Read(ref _most);

        public void Answer(OutboxStatus status) => _answer.SetResult(status);

        public async ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken)
        {
            _most = Math.Max(_most, Interlocked.Increment(ref _asking));
            try
            {
                return await _answer.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _asking);
            }
        }

        public ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken) => new(0);

        public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => new(0);
    }

    // As a clock that is set while the app runs.
    private sealed class UnevenClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddMilliseconds(Interlocked.Increment(ref _looks) % 2 * 7);
    }

    private sealed class CountedOutbox : IOutboxView
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _looks);
            return new(new FakeOutbox().Status);
        }

        public ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken) => new(0);

        public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => new(0);
    }
}
