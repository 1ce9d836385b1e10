using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogProxy.Admission.Targets;
using PostHogProxy.Caching;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Forwarding;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>The cache by itself, before the same PostHog: what it does can be seen as it happens, and not only in what browsers get.</summary>
internal sealed class CacheAlone : IAsyncDisposable
{
    private readonly LiveOptions _options;
    private readonly UpstreamClient _client;
    private readonly ProxyMetrics _metrics = new(factory: null);

    private CacheAlone(CachingShop shop)
    {
        Shop = shop;
        var services = shop.Shop.Services;
        var configuration = services.GetRequiredService<IConfiguration>();
        var source = new OptionsSource(
            services, configuration, "", new MapArguments("/k3fw", PostHogRegion.Eu), options => options.ConfigureHandler = shop.Shop.PostHog.ConnectFrom);
        var logger = NullLogger.Instance;
        _options = new(source, configuration, logger);
        _client = new(_options.Initial);
        var cache = _options.Initial.AssetCache;
        var origins = UpstreamOrigins.Of(_options.Initial);
        var fetcher = new AssetFetcher(_options, origins, _client, new(logger, shop.Clock), _metrics, shop.Clock);
        Cache = AssetCache.Create(cache, "map", fetcher, logger, shop.Clock);
    }

    public CachingShop Shop { get; }

    public AssetCache Cache { get; }

    /// <summary>What a visitor asks who loads PostHog's loader.</summary>
    public AssetKey Loader
    {
        get
        {
            var context = new DefaultHttpContext();
            context.Features.Get<IHttpRequestFeature>()!.RawTarget = "/k3fw" + CachingShop.Loader;
            context.Request.Method = "GET";
            context.Request.Path = "/k3fw" + CachingShop.Loader;
            context.SetEndpoint(Shop.Shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single());
            Assert.True(RequestTarget.TryRead(context, out var target));
            return AssetKey.Of(context, target, ClientRoutes.Find(target.Value, target.PathLength))!.Value;
        }
    }

    public static async Task<CacheAlone> OpenAsync() => new(await CachingShop.OpenAsync());

    /// <summary>As at the end of an app.</summary>
    public void Stop()
    {
        _options.Dispose();
        _client.Dispose();
        Cache.Dispose();
        _metrics.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await Shop.DisposeAsync();
    }
}
