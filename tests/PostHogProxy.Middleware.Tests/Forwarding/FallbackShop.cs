using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>A shop whose ingest host has the scripts too, and whose assets host has been told how to fail.</summary>
internal static class FallbackShop
{
    public const string Assets = "eu-assets.i.posthog.com";
    public const string Ingest = "eu.i.posthog.com";

    public static Task<Shop> OpenAsync(
        Action<HttpContext> refuse, TimeProvider? time = null, bool assetCache = true, Action<PostHogProxyOptions>? configure = null, ListLogger? log = null) => OpenAsync(
        context =>
        {
            refuse(context);
            return Task.CompletedTask;
        },
        time,
        assetCache,
        configure,
        log);

    public static Task<Shop> OpenAsync(
        Func<HttpContext, Task> refuse, TimeProvider? time = null, bool assetCache = true, Action<PostHogProxyOptions>? configure = null, ListLogger? log = null) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect + configure),
        builder =>
        {
            builder.Services.AddSingleton(time ?? TimeProvider.System);
            if (log is not null)
            {
                builder.Logging.AddProvider(log);
            }
        },
        postHog: new StandInOptions
        {
            IngestServesStatic = true,
            Intercept = async (context, next) =>
            {
                if (context.Request.Host.Host == Assets)
                {
                    await refuse(context);
                    if (context.Response.StatusCode != 200 || context.RequestAborted.IsCancellationRequested)
                    {
                        return;
                    }
                }

                await next();
            },
        },
        assetCache: assetCache);

    public static Task<HttpResponseMessage> GetAsync(Shop shop, string path) =>
        shop.Client.GetAsync("/k3fw" + path, TestContext.Current.CancellationToken);

    public static List<string> Hosts(Shop shop) => [.. shop.PostHog.Journal.Requests.Select(request => request.Host)];
}
