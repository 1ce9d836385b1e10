using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Caching;

public sealed class CacheMetricsTests
{
    [Fact]
    public async Task What_the_cache_had_is_counted_by_route()
    {
        await using var shop = await CachingShop.OpenAsync();
        using var seen = new Seen(shop.Shop.Services.GetRequiredService<IMeterFactory>());

        await shop.GetAsync(CachingShop.Loader);
        await shop.GetAsync(CachingShop.Loader);
        await shop.GetAsync(CachingShop.RemoteConfig);
        await shop.GetAsync("/static/missing.js");
        await shop.GetAsync("/static/missing.js?x=1");
        await shop.GetAsync("/flags/?v=2");
        shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };
        shop.Clock.Move(TimeSpan.FromSeconds(301));
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(["miss assets", "hit assets", "miss remote_config", "pass assets", "stale assets"], seen.Results);
    }

    [Fact]
    public async Task A_hit_asks_no_upstream_and_takes_no_bytes_from_it()
    {
        await using var shop = await CachingShop.OpenAsync();
        using var seen = new Seen(shop.Shop.Services.GetRequiredService<IMeterFactory>());

        for (var visitor = 0; visitor < 2; visitor++)
        {
            await shop.GetAsync(CachingShop.Loader);

            // Measured behind the answer.
            await seen.Answered.WaitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["assets 2xx", "none 2xx"], seen.Durations);
        Assert.Equal([379_782], seen.Bytes);
    }

    private sealed class Seen : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Seen(IMeterFactory factory)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "PostHogProxy" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (instrument.Name == "posthog_proxy.cache.requests")
                {
                    Results.Enqueue($"{Tag(tags, "posthog_proxy.cache.result")} {Tag(tags, "posthog_proxy.route")}");
                }
                else if (instrument.Name == "posthog_proxy.io")
                {
                    Bytes.Enqueue(value);
                }
            });
            _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            {
                Durations.Enqueue($"{Tag(tags, "posthog_proxy.upstream")} {Tag(tags, "posthog_proxy.status_class")}");
                Answered.Release();
            });
            _listener.Start();
        }

        public ConcurrentQueue<string> Results { get; } = new();

        public ConcurrentQueue<string> Durations { get; } = new();

        public ConcurrentQueue<long> Bytes { get; } = new();

        public SemaphoreSlim Answered { get; } = new(0);

        public void Dispose()
        {
            _listener.Dispose();
            Answered.Dispose();
        }

        private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name) => tags.ToArray().Single(tag => tag.Key == name).Value;
    }
}
