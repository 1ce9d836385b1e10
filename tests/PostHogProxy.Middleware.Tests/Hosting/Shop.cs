using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>
/// Two real servers: an app on Kestrel that maps the proxy, and the stand-in for PostHog behind TLS and HTTP/2. The app asks for
/// PostHog's real host names; only the connection is turned to the loopback address.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Shop(WebApplication app, PostHogStandIn postHog)
    {
        _app = app;
        PostHog = postHog;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public PostHogStandIn PostHog { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What reached PostHog from visitors, without the questions the proxy puts on its own behalf.</summary>
    public List<StandInRequest> Forwarded =>
        [.. PostHog.Journal.Requests.Where(request => !request.HeaderValues("User-Agent").Contains("PostHogProxy-Verification"))];

    public int Port => Client.BaseAddress!.Port;

    /// <param name="map">Maps the proxy; the given delegate turns its connections to the stand-in.</param>
    /// <param name="services">The app's services.</param>
    /// <param name="postHog">How the stand-in behaves.</param>
    /// <param name="assetCache">Whether scripts are kept; without, each request for one reaches the stand-in as the visitor sent it.</param>
    public static async Task<Shop> OpenAsync(
        Action<WebApplication, Action<PostHogProxyOptions>> map,
        Action<WebApplicationBuilder>? services = null,
        StandInOptions? postHog = null,
        bool assetCache = true)
    {
        var standIn = await PostHogStandIn.StartAsync(postHog, TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        services?.Invoke(builder);

        var app = builder.Build();
        map(app, options =>
        {
            options.ConfigureHandler = standIn.ConnectFrom;
            options.AssetCache.Enabled = assetCache;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, standIn);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await PostHog.DisposeAsync();
    }
}
