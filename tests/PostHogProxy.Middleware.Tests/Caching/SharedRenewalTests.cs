using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>What a server takes for a renewal of what it has, of all that other servers have put into the cache that they share.</summary>
public sealed class SharedRenewalTests
{
    private readonly Listed _shared = new();

    [Fact]
    public async Task A_copy_of_what_is_here_renews_nothing()
    {
        await using var shop = await OpenAsync();
        await shop.GetAsync(CachingShop.Loader);
        await UntilAsync(() => _shared.Values.Count == 1);

        shop.Clock.Move(TimeSpan.FromSeconds(250));
        await shop.GetAsync(CachingShop.Loader);

        await UntilAsync(() => shop.Asked.Count == 2);
    }

    [Fact]
    public async Task A_newer_one_that_has_run_out_as_well_renews_nothing()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await first.GetAsync(CachingShop.Loader);
        await UntilAsync(() => _shared.Values.Count == 1);
        var (key, before) = _shared.Values.Single();
        await second.GetAsync(CachingShop.Loader);
        first.Clock.Move(TimeSpan.FromSeconds(301));
        await first.GetAsync(CachingShop.Loader);
        await UntilAsync(() => _shared.Values[key] != before);

        second.Clock.Move(TimeSpan.FromSeconds(700));
        var renewed = await second.GetAsync(CachingShop.Loader);

        Assert.Equal("0", renewed["Age"]);
        Assert.Single(second.Asked);
    }

    [Fact]
    public async Task What_PostHog_calls_good_for_longer_than_any_cache_keeps_is_shared_too()
    {
        await using var first = await OpenAsync();
        first.PostHog.Answers = PostHogNow.Saying("script", answer => answer.Response.Headers.CacheControl = "max-age=999999999");
        await first.GetAsync(CachingShop.Loader);
        await UntilAsync(() => _shared.Values.Count == 1);
        await using var second = await OpenAsync();

        var taken = await second.GetAsync(CachingShop.Loader);

        Assert.Equal("script"u8.ToArray(), taken.Body);
        Assert.Empty(second.Asked);
    }

    [Fact]
    public async Task The_value_of_another_key_renews_nothing()
    {
        await using var shop = await OpenAsync();
        var right = await shop.GetAsync(CachingShop.Loader);
        await UntilAsync(() => _shared.Values.Count == 1);
        var key = _shared.Values.Keys.Single();
        shop.Clock.Move(TimeSpan.FromSeconds(100));
        await shop.GetAsync("/static/surveys.js");
        await UntilAsync(() => _shared.Values.Count == 2);
        _shared.Values[key] = _shared.Values.Single(other => other.Key != key).Value;

        shop.Clock.Move(TimeSpan.FromSeconds(201));
        var renewed = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(right.Body, renewed.Body);
        Assert.Equal(3, shop.Asked.Count);
    }

    // Or a server that starts during an outage would find it there.
    [Fact]
    public async Task What_is_gone_is_taken_out_for_all()
    {
        await using var shop = await OpenAsync();
        await shop.GetAsync(CachingShop.Loader);
        await UntilAsync(() => _shared.Values.Count == 1);
        shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var gone = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        await UntilAsync(() => _shared.Values.IsEmpty);
    }

    // Nothing is given past its time, so that each answer waits for its renewal.
    private Task<CachingShop> OpenAsync() => CachingShop.OpenAsync(options =>
        (options.AssetCache.DistributedCache, options.AssetCache.StaleIfError) = (_shared, TimeSpan.Zero));

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    /// <summary>A shared cache whose entries a test can see and change.</summary>
    private sealed class Listed : IDistributedCache
    {
        public ConcurrentDictionary<string, byte[]> Values { get; } = new();

        public byte[]? Get(string key) => Values.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => Values.TryRemove(key, out _);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Values[key] = value;

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }
    }
}
