using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;
using StackExchange.Redis;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>Several servers of one app, and a real Redis that they share.</summary>
public sealed class SharedCacheTests
{
    [Fact]
    public async Task A_farm_asks_PostHog_once()
    {
        await using var redis = await RedisServer.StartAsync();
        using var shared = Shared(redis);
        await using var first = await OpenAsync(shared);
        await using var second = await OpenAsync(shared);

        var fetched = await first.GetAsync(CachingShop.Loader, "Accept-Encoding: gzip");
        await UntilSharedAsync(redis);
        var taken = await second.GetAsync(CachingShop.Loader, "Accept-Encoding: gzip");

        Assert.Equal(fetched.Body, taken.Body);
        Assert.Equal(Comparable(fetched), Comparable(taken));
        Assert.Single(first.Asked);
        Assert.Empty(second.Asked);
    }

    [Fact]
    public async Task A_server_that_starts_during_an_outage_has_the_scripts()
    {
        await using var redis = await RedisServer.StartAsync();
        using var shared = Shared(redis);
        await using var first = await OpenAsync(shared);
        var well = await first.GetAsync(CachingShop.Loader);
        await UntilSharedAsync(redis);
        await using var second = await OpenAsync(shared);
        second.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };

        second.Clock.Move(TimeSpan.FromSeconds(400));
        var stale = await second.GetAsync(CachingShop.Loader);

        Assert.Equal(well.Body, stale.Body);
        Assert.True(int.Parse(stale["Age"]!, System.Globalization.CultureInfo.InvariantCulture) >= 400);
    }

    [Fact]
    public async Task What_another_server_has_renewed_is_taken_from_there()
    {
        await using var redis = await RedisServer.StartAsync();
        using var shared = Shared(redis);
        await using var first = await OpenAsync(shared);
        await using var second = await OpenAsync(shared);
        await first.GetAsync(CachingShop.Loader);
        var key = await UntilSharedAsync(redis);
        await second.GetAsync(CachingShop.Loader);
        first.Clock.Move(TimeSpan.FromSeconds(301));
        second.Clock.Move(TimeSpan.FromSeconds(301));

        await first.GetAsync(CachingShop.Loader);
        await UntilAsync(redis, async database => !(await ValueAsync(database, key))!.AsSpan().SequenceEqual(_before));
        var taken = await second.GetAsync(CachingShop.Loader);

        Assert.Equal("0", taken["Age"]);
        Assert.Equal(2, first.Asked.Count);
        Assert.Empty(second.Asked);

        // That one runs out too.
        second.Clock.Move(TimeSpan.FromSeconds(301));
        var later = await second.GetAsync(CachingShop.Loader);

        Assert.Equal("0", later["Age"]);
        Assert.Single(second.Asked);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("half of it")]
    [InlineData("one byte changed")]
    [InlineData("empty")]
    [InlineData("the value of another key")]
    public async Task What_is_not_ours_is_as_if_it_were_not_there(string what)
    {
        await using var redis = await RedisServer.StartAsync();
        using var shared = Shared(redis);
        await using var first = await OpenAsync(shared);
        var right = await first.GetAsync(CachingShop.Loader);
        var key = await UntilSharedAsync(redis);
        byte[] other = [];
        if (what == "the value of another key")
        {
            await first.GetAsync("/static/surveys.js");
            await UntilAsync(redis, async database => (await KeysAsync(redis)).Length == 2);
            using var reader = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
            other = (await ValueAsync(reader.GetDatabase(), (await KeysAsync(redis)).Single(each => each != key)))!;
        }

        using (var writer = await ConnectionMultiplexer.ConnectAsync(redis.Configuration))
        {
            var value = (await ValueAsync(writer.GetDatabase(), key))!;
            byte[] poison = what switch
            {
                "garbage" => "alert(1)"u8.ToArray(),
                "half of it" => value[..(value.Length / 2)],
                "one byte changed" => [.. value[..^100], (byte)(value[^100] ^ 1), .. value[^99..]],
                "empty" => [],
                _ => other,
            };
            await writer.GetDatabase().HashSetAsync(key, "data", poison);
        }

        await using var second = await OpenAsync(shared);
        var answer = await second.GetAsync(CachingShop.Loader);
        var again = await second.GetAsync(CachingShop.Loader);

        Assert.Equal(right.Body, answer.Body);
        Assert.Equal(right.Body, again.Body);
        Assert.Empty(Assert.Single(second.Asked).HeaderValues("If-None-Match"));
    }

    [Fact]
    public async Task Without_its_Redis_each_server_serves_for_itself_and_says_so()
    {
        var redis = await RedisServer.StartAsync();
        using var shared = Shared(redis);
        await using var shop = await OpenAsync(shared);
        await redis.DisposeAsync();

        var first = await shop.GetAsync(CachingShop.Loader);
        var second = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, second.Body);
        Assert.Single(shop.Asked);
        Assert.Contains("AssetCache.DistributedCache", await shop.Log.WaitForAsync("Warning 31:"), StringComparison.Ordinal);
    }

    // Sessions and the like: others may write there, and nobody has decided that PostHog's scripts should come from it.
    [Fact]
    public async Task The_cache_that_the_app_has_for_itself_is_left_alone()
    {
        var own = new Untouchable();
        await using var shop = await CachingShop.OpenAsync(services: builder => builder.Services.AddSingleton<IDistributedCache>(own));

        var answer = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.False(own.IsTouched);
    }

    // Two maps, or two apps, in one Redis: the same file of another PostHog is another file.
    [Fact]
    public async Task A_map_of_another_PostHog_has_keys_of_its_own()
    {
        await using var redis = await RedisServer.StartAsync();
        using var shared = Shared(redis);
        await using var first = await OpenAsync(shared);
        await using var second = await CachingShop.OpenAsync(
            options =>
            {
                options.AssetCache.DistributedCache = shared;
                options.AssetsOrigin = new("https://eu.i.posthog.com");
            },
            PostHogNow.Saying("another"));

        await first.GetAsync(CachingShop.Loader);
        await UntilSharedAsync(redis);
        var other = await second.GetAsync(CachingShop.Loader);

        Assert.Equal("another"u8.ToArray(), other.Body);
    }

    private byte[] _before = [];

    private static Task<CachingShop> OpenAsync(IDistributedCache shared) => CachingShop.OpenAsync(options => options.AssetCache.DistributedCache = shared);

    private static RedisCache Shared(RedisServer redis) => new(new RedisCacheOptions { Configuration = redis.Configuration });

    private static IEnumerable<string> Comparable(Answer answer) =>
        answer.Headers.Where(header => header.Key is not ("Date" or "Age")).Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal);

    // It is written there behind the first visitor's answer.
    private async Task<string> UntilSharedAsync(RedisServer redis)
    {
        await UntilAsync(redis, async _ => (await KeysAsync(redis)).Length > 0);
        var key = (await KeysAsync(redis)).Single();
        await UntilAsync(redis, async database => (_before = await ValueAsync(database, key) ?? []).Length > 0);
        return key;
    }

    private static async Task UntilAsync(RedisServer redis, Func<IDatabase, Task<bool>> condition)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        while (!await condition(connection.GetDatabase()))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<string[]> KeysAsync(RedisServer redis)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        return [.. connection.GetServers().Single().Keys().Select(key => key.ToString())];
    }

    private static async Task<byte[]?> ValueAsync(IDatabase database, string key) => await database.HashGetAsync(key, "data");

    private sealed class Untouchable : IDistributedCache
    {
        public bool IsTouched { get; private set; }

        public byte[]? Get(string key) => Touch();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Touch());

        public void Refresh(string key) => Touch();

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.FromResult(Touch());

        public void Remove(string key) => Touch();

        public Task RemoveAsync(string key, CancellationToken token = default) => Task.FromResult(Touch());

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Touch();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => Task.FromResult(Touch());

        private byte[]? Touch()
        {
            IsTouched = true;
            return null;
        }
    }
}
