using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Keeping;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>Nobody who looks holds anything up, and while nobody looks nothing is done.</summary>
public sealed class PageViewersTests
{
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

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
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
