using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What would answer in PostHog's place, or stop waiting for it.</summary>
internal static class CachingRows
{
    private static readonly RequestTimeoutPolicy AtOnce = new() { Timeout = TimeSpan.FromMilliseconds(1) };

    public static IEnumerable<AppConfiguration> All =>
    [
        new("an output cache that keeps everything")
        {
            Services = services => services.AddOutputCache(cache => cache.AddBasePolicy(policy => policy.Cache())),
            Pipeline = app => app.UseOutputCache(),
        },
        new("an output cache that keeps everything, before routing")
        {
            Services = services => services.AddOutputCache(cache => cache.AddBasePolicy(policy => policy.Cache())),
            Pipeline = app => app.UseOutputCache().UseRouting(),
        },
        new("a group whose answers the output cache keeps")
        {
            Services = services => services.AddOutputCache(),
            Pipeline = app => app.UseOutputCache(),
            Map = (app, connect) => app.MapGroup("/in").CacheOutput().MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/in/k3fw",
        },
        new("response caching")
        {
            Services = services => services.AddResponseCaching(),
            Pipeline = app => app.UseResponseCaching(),
        },
        new("response caching and response compression")
        {
            Services = services => services.AddResponseCaching().AddResponseCompression(),
            Pipeline = app => app.UseResponseCaching().UseResponseCompression(),
        },
        new("a request timeout for everything")
        {
            Services = services => services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = AtOnce),
            Pipeline = app => app.UseRequestTimeouts(),
        },
        new("a group with a request timeout")
        {
            Services = services => services.AddRequestTimeouts(),
            Pipeline = app => app.UseRequestTimeouts(),
            Map = (app, connect) =>
            {
                var group = app.MapGroup("/in");
                group.WithRequestTimeout(AtOnce);
                group.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            },
            Prefix = "/in/k3fw",
        },
        new("a middleware that forbids caching")
        {
            Pipeline = app => app.Use((context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
                return next(context);
            }),
            OwnHeaders = ["Cache-Control"],
        },
    ];
}
