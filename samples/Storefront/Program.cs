using PostHogProxy;
using PostHogProxy.Testing;
using Storefront.Demo;

namespace Storefront;

/// <summary>A shop that measures its visitors with PostHog, through its own domain.</summary>
public static class StorefrontApp
{
    public static async Task Main(string[] args)
    {
        await using var app = await BuildAsync(args);
        await app.RunAsync();
    }

    /// <param name="args">As on the command line: <c>--urls http://127.0.0.1:0 --Storefront:Path=/k3fw</c>.</param>
    /// <param name="standIn">The PostHog to use, if the caller has one running; the caller also stops it.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, PostHogStandIn? standIn = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var shop = ShopSettings.From(builder.Configuration);
        var postHog = await DemoPostHog.StartAsync(builder.Services, shop, standIn);

        var app = builder.Build();

        // This is the whole set-up. In your own app it reads:  app.MapPostHogProxy("/ingest-x1", PostHogRegion.Eu);
        // The third argument is the demo's: names that no filter list knows are a choice on the command line, see docs/aliases.md,
        // and the proxy talks to the stand-in, so that nothing leaves this machine.
        app.MapPostHogProxy(shop.Path, shop.Region, Configure);

        // PostHog's other set-up, a subdomain: the proxy at the root of a host of its own.
        if (shop.ProxyHost is { } proxyHost)
        {
            app.MapPostHogProxy("/", shop.Region, Configure).RequireHost(proxyHost);
        }

        app.UseStaticFiles();
        app.MapShopPage(shop);
        app.MapDemoEndpoints(postHog);
        return app;

        void Configure(PostHogProxyOptions proxy)
        {
            proxy.Aliases = shop.Aliases;
            postHog.ConnectToStandIn(proxy);
        }
    }
}
