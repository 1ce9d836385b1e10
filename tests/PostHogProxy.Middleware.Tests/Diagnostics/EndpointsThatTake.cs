using Microsoft.AspNetCore.Builder;
using static PostHogProxy.Middleware.Tests.Diagnostics.RouteOrderCase;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>Endpoints that take what pages send to PostHog, with an example and the order that cures it.</summary>
internal static class EndpointsThatTake
{
    public static readonly Dictionary<string, RouteOrderCase> Taken = new()
    {
        ["a catch-all with order −1"] = new("POST /k3fw/e/", ".WithOrder(-2)")
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
        },
        ["a catch-all with order −5"] = new("POST /k3fw/e/", ".WithOrder(-6)")
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-5),
        },
        ["a catch-all for paths without a file name"] = new("POST /k3fw/e/", ".WithOrder(-2)")
        {
            Map = app => app.Map("/{*rest:nonfile}", () => Own).WithOrder(-1),
        },
        ["a catch-all for GET"] = new("GET /k3fw/array/", ".WithOrder(-2)")
        {
            Map = app => app.MapGet("/{**rest}", () => Own).WithOrder(-1),
        },
        ["the proxy's own pattern, with a method"] = new("POST /k3fw/e/", ".WithOrder(-1)")
        {
            Map = app => app.MapPost("/k3fw/{**rest}", () => Own),
        },
        ["a path of the proxy's"] = new("POST /k3fw/e/", ".WithOrder(-1)")
        {
            Map = app => app.Map("/k3fw/e/", () => Own),
        },
        ["a path of the proxy's in capitals"] = new("POST /k3fw/e/", ".WithOrder(-1)")
        {
            Map = app => app.Map("/K3FW/E", () => Own),
        },
        ["a file of the proxy's"] = new("GET /k3fw/static/array.js", ".WithOrder(-1)")
        {
            Map = app => app.MapGet("/k3fw/static/{file}", () => Own),
        },
        ["a parameter that is narrower than the proxy's catch-all"] = new("POST /k3fw/e/", ".WithOrder(-1)")
        {
            Map = app => app.MapPost("/{area}/{page}", () => Own).WithOrder(0),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithOrder(1),
        },
        ["a catch-all before a proxy in groups"] = new("POST /in/abc/k3fw/e/", ".WithOrder(-2)")
        {
            Map = app => app.Map("/in/{**rest}", () => Own).WithOrder(-1),
            Proxy = (app, connect) => app.MapGroup("/in").MapGroup("/{tenant}").MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/in/ada/k3fw",
        },
        ["a catch-all before a proxy in a group with a constraint"] = new("POST /0193a5c0-0000-7000-8000-000000000003/k3fw/e/", ".WithOrder(-2)")
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
            Proxy = (app, connect) => app.MapGroup("/{tenant:guid}").MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/11111111-0000-7000-8000-000000000003/k3fw",
        },
        ["a catch-all in a group of its own"] = new("POST /k3fw/e/", ".WithOrder(-2)")
        {
            Map = app => app.MapGroup("").Map("/{**rest}", () => Own).WithOrder(-1),
        },
        ["a catch-all for all hosts, before a proxy with a host"] = new("POST /e/", ".WithOrder(-2)")
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
            Proxy = (app, connect) => app.MapPostHogProxy("/", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Prefix = "",
            Host = "e.shop.example",
        },
        ["a page for all hosts, before a proxy at the root of a host"] = new("GET /array/", ".WithOrder(-1)")
        {
            Map = app => app.MapGet("/{**rest}", () => Own),
            Proxy = (app, connect) => app.MapPostHogProxy("/", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Prefix = "",
            Host = "e.shop.example",
        },
        ["a catch-all for the proxy's host among others"] = new("POST /k3fw/e/", ".WithOrder(-2)")
        {
            Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).RequireHost("www.shop.example", "E.shop.example"),
            Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).RequireHost("e.shop.example"),
            Host = "e.shop.example",
        },
        ["a branch with a routing of its own, in which both stand"] = new("POST /k3fw/e/", ".WithOrder(-2)")
        {
            Proxy = (app, connect) => app.Map("/in", branch => branch.UseRouting().UseEndpoints(endpoints =>
            {
                endpoints.Map("/{**rest}", () => Own).WithOrder(-1).WithDisplayName("pages");
                endpoints.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            })),
            Prefix = "/in/k3fw",
        },
    };
}
