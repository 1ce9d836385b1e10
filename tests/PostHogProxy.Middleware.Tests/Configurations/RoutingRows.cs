using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>Where in the app the proxy stands.</summary>
internal static class RoutingRows
{
    public static IEnumerable<AppConfiguration> All =>
    [
        new("nothing else"),
        new("a path base")
        {
            Pipeline = app => app.UsePathBase("/shop"),
            Prefix = "/shop/k3fw",
        },
        new("nested groups, one with a parameter")
        {
            Map = (app, connect) => app.MapGroup("/in").MapGroup("/{tenant}").MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/in/ada/k3fw",
        },
        new("an endpoint filter on the group")
        {
            Map = (app, connect) => app.MapGroup("/in")
                .AddEndpointFilter(async (context, next) => await next(context) ?? Results.NotFound())
                .MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/in/k3fw",
        },
        new("a branch by condition that comes back")
        {
            Pipeline = app => app.UseWhen(_ => true, branch => branch.Use((context, next) => next(context))),
        },
        new("a branch by path, with the proxy in it")
        {
            Map = (app, connect) => app.Map("/in", branch => branch
                .UseRouting()
                .UseEndpoints(endpoints => endpoints.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect))),
            Prefix = "/in/k3fw",
        },
        new("two proxies, one to each region")
        {
            Map = (app, connect) =>
            {
                app.MapPostHogProxy("/q7us", PostHogRegion.Us, connect);
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            },
        },
        new("the proxy at the root of a host of its own")
        {
            Pipeline = app => app.MapFallback(() => "the app's own page"),
            Map = (app, connect) => app.MapPostHogProxy("/", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Prefix = "",
            Host = "e.shop.example",
        },
        new("endpoints of its own that take every path")
        {
            Pipeline = app => app.MapGet("/{**everything}", () => "the app's own page"),
        },
        new("an address that a middleware rewrites to the proxy's")
        {
            Pipeline = app => app.Use((context, next) =>
            {
                context.Request.Path = "/k3fw" + context.Request.Path.Value!["/public".Length..];
                return next(context);
            }).UseRouting(),
            Prefix = "/public",
        },
    ];
}
