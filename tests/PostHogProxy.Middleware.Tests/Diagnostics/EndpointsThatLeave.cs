using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using static PostHogProxy.Middleware.Tests.Diagnostics.RouteOrderCase;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>Endpoints that leave the proxy what is its, however near they come.</summary>
internal static class EndpointsThatLeave
{
    public static readonly Dictionary<string, RouteOrderCase> Silent = new()
    {
        ["nothing else"] = new(),
        ["a fallback"] = new() { Map = app => app.MapFallback(() => Own) },
        ["a fallback below the proxy"] = new() { Map = app => app.MapFallback("/k3fw/{**rest}", () => Own) },
        ["a catch-all of the same order"] = new() { Map = app => app.Map("/{**rest}", () => Own) },
        ["a catch-all for GET of the same order"] = new() { Map = app => app.MapGet("/{**rest}", () => Own) },
        ["a catch-all of a higher order"] = new() { Map = app => app.Map("/{**rest}", () => Own).WithOrder(1) },
        ["parameters of the same order"] = new() { Map = app => app.Map("/{area}/{page}", () => Own) },
        ["an optional parameter of the same order"] = new() { Map = app => app.Map("/{area}/{page=index}/{id?}", () => Own) },
        ["order −1 on another path"] = new() { Map = app => app.Map("/shop/{**rest}", () => Own).WithOrder(-1) },
        ["order −1 on a path that starts alike"] = new() { Map = app => app.Map("/k3fw2/{**rest}", () => Own).WithOrder(-1) },
        ["order −1 on the proxy's bare path"] = new() { Map = app => app.Map("/k3fw", () => Own).WithOrder(-1) },
        ["order −1 on a path below the proxy that no browser asks for"] = new() { Map = app => app.Map("/k3fw/status", () => Own).WithOrder(-1) },
        ["order −1 on a path of server SDKs"] = new() { Map = app => app.Map("/k3fw/flags/definitions", () => Own).WithOrder(-1) },
        ["order −1 for another host"] = new() { Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).RequireHost("admin.shop.example") },
        ["order −1 for a management port"] = new() { Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).RequireHost("*:9") },
        ["order −1 for another host than the proxy's"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).RequireHost("www.shop.example", "*.other.example"),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Host = "e.shop.example",
        },
        ["order −1 for all hosts of the domain, which routing asks after the proxy's own"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).RequireHost("*.shop.example"),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Host = "e.shop.example",
        },
        ["order −1 for hosts below the proxy's"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).RequireHost("*.e.shop.example"),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Host = "e.shop.example",
        },
        ["a page of all hosts beside a proxy at the root of a host"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own),
            Proxy = (app, connect) => app.MapPostHogProxy("/", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Prefix = "",
            Host = "e.shop.example",
        },
        ["order −1 for PUT and DELETE"] = new() { Map = app => app.MapMethods("/{**rest}", ["PUT", "DELETE"], () => Own).WithOrder(-1) },
        ["order −1 for OPTIONS"] = new() { Map = app => app.MapMethods("/{**rest}", ["OPTIONS"], () => Own).WithOrder(-1) },
        ["GET on the path of events"] = new() { Map = app => app.MapGet("/k3fw/e/", () => Own) },
        ["POST on the path of scripts"] = new() { Map = app => app.MapPost("/k3fw/static/{**file}", () => Own) },
        ["POST of JSON"] = new()
        {
            Map = app => app.MapPost("/{**rest}", () => Own).WithOrder(-1).WithMetadata(new AcceptsMetadata(["application/json"])),
        },
        ["order −1 with a constraint that does not hold"] = new() { Map = app => app.Map("/{area:int}/{**rest}", () => Own).WithOrder(-1) },
        ["order −1 with a length that does not hold"] = new() { Map = app => app.Map("/{area:maxlength(2)}/{**rest}", () => Own).WithOrder(-1) },
        ["order −1 with a constraint of the app's own"] = new()
        {
            Map = app => app.Map(RoutePatternFactory.Parse("/{area}/{**rest}", null, new { area = new Never() }), () => Own).WithOrder(-1),
        },
        ["an endpoint that is for links alone"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).WithMetadata(new SuppressMatchingMetadata()),
        },
        ["WithOrder(-2) on the proxy"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithOrder(-2),
        },
        ["WithOrder(-1) on the proxy and a path of its"] = new()
        {
            Map = app => app.Map("/k3fw/e/", () => Own),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithOrder(-1),
        },
        ["WithOrder(-2) on the group of the proxy"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
            Proxy = (app, connect) => app.MapGroup("/in").WithOrder(-2).MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/in/k3fw",
        },
        ["the same order as a wider catch-all"] = new()
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithOrder(-1),
        },
        ["a conventional route of another page"] = new()
        {
            Map = app => app.Map(RoutePatternFactory.Parse("/{area}/{page}", null, null, new { area = "shop", page = "cart" }), () => Own).WithOrder(-1),
        },
        ["two proxies"] = new()
        {
            Proxy = (app, connect) =>
            {
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
                app.MapPostHogProxy("/q7us", PostHogRegion.Us, connect).WithOrder(-1);
            },
        },
        ["a proxy within a proxy's path"] = new()
        {
            Proxy = (app, connect) =>
            {
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
                app.MapPostHogProxy("/k3fw/us", PostHogRegion.Us, connect).WithOrder(-1);
            },
        },
        ["a catch-all in a branch with a routing of its own"] = new()
        {
            Pipeline = app => app.Map("/other", branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.Map("/{**rest}", () => Own).WithOrder(-1))),
        },
    };

    private sealed class Never : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) => false;
    }
}
