using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>Each case is also sent to the running app: the log and what really reaches PostHog must agree.</summary>
public sealed class RouteOrderCheckTests
{
    private const string Warning = "Warning 36:";
    private const string Own = "the app's own";

    private static readonly Dictionary<string, Case> Taken = new()
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

    private static readonly Dictionary<string, Case> Silent = new()
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

    public static TheoryData<string> TakenNames => [.. Taken.Keys];

    public static TheoryData<string> SilentNames => [.. Silent.Keys];

    [Theory]
    [MemberData(nameof(TakenNames))]
    public async Task An_endpoint_that_takes_what_pages_send_is_named_once_with_the_cure(string name)
    {
        var log = new ListLogger();
        var given = Taken[name];
        await using var shop = await OpenAsync(given, log);

        var line = Assert.Single(Warnings(log));
        Assert.Contains(given.Example!, line, StringComparison.Ordinal);
        Assert.Contains(given.Cure!, line, StringComparison.Ordinal);
        Assert.True(await SendAsync(shop, given) < 3, "PostHog got everything.");
    }

    [Theory]
    [MemberData(nameof(SilentNames))]
    public async Task Nothing_is_said_of_an_endpoint_that_leaves_the_proxy_what_is_its(string name)
    {
        var log = new ListLogger();
        var given = Silent[name];
        await using var shop = await OpenAsync(given, log);

        Assert.Empty(Warnings(log));
        Assert.Equal(3, await SendAsync(shop, given));
    }

    [Fact]
    public async Task With_the_order_that_the_warning_names_the_event_arrives()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(
            new()
            {
                Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
                Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithOrder(-2),
            },
            log);

        using var answer = await shop.Client.PostAsync(
            "/k3fw/e/",
            new StringContent($$"""{"event":"bought","api_key":"{{StandInProject.EuDemo.Token}}","distinct_id":"ada","uuid":"0193a5c0-0000-7000-8000-000000000003"}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);

        var arrived = Assert.Single(shop.Forwarded);
        Assert.Equal("/e/", arrived.Path);
        Assert.Equal("bought", Assert.Single(arrived.Events).Event);
        Assert.Empty(Warnings(log));
    }

    [Fact]
    public void There_are_twice_as_many_silent_cases() => Assert.True(Silent.Count >= 2 * Taken.Count);

    [Fact]
    public async Task The_warning_names_endpoint_and_proxy()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(new() { Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).WithDisplayName("the old site") }, log);

        var line = Assert.Single(Warnings(log));
        Assert.Contains("The endpoint the old site ", line, StringComparison.Ordinal);
        Assert.Contains("the PostHog proxy at /k3fw ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_endpoints_are_two_warnings()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(
            new()
            {
                Map = app =>
                {
                    app.MapPost("/k3fw/e/", () => Own);
                    app.MapPost("/k3fw/s/", () => Own);
                },
            },
            log);

        Assert.Equal(2, Warnings(log).Count);
    }

    [Fact]
    public async Task An_endpoint_that_comes_later_is_named_then_and_once()
    {
        var log = new ListLogger();
        using var routes = new ChangingRoutes();
        await using var shop = await OpenAsync(new() { Map = app => ((IEndpointRouteBuilder)app).DataSources.Add(routes) }, log);
        Assert.Empty(Warnings(log));

        routes.Change(Route("late", "/shop/{**rest}"));
        Assert.Empty(Warnings(log));

        routes.Change(Route("late", "/{**rest}"));
        routes.Change(Route("late", "/{**rest}"));
        Assert.Contains("The endpoint late ", Assert.Single(Warnings(log)), StringComparison.Ordinal);

        routes.Change(Route("late", "/{**rest}"), Route("later", "/k3fw/{**rest}"));
        Assert.Equal(2, Warnings(log).Count);
    }

    [Fact]
    public async Task A_source_of_endpoints_that_throws_does_not_stop_the_start()
    {
        var log = new ListLogger();
        using var routes = new ChangingRoutes();
        await using var shop = await OpenAsync(new() { Map = app => ((IEndpointRouteBuilder)app).DataSources.Add(routes) }, log);

        var failed = Record.Exception(() => routes.Change(null!));

        Assert.Null(failed);
        Assert.Empty(Warnings(log));
    }

    private static List<string> Warnings(ListLogger log) => log.Lines.FindAll(line => line.StartsWith(Warning, StringComparison.Ordinal));

    private static Task<Shop> OpenAsync(Case given, ListLogger log) => Shop.OpenAsync(
        (app, connect) =>
        {
            given.Pipeline?.Invoke(app);
            given.Map?.Invoke(app);
            given.Proxy(app, connect);
        },
        builder => builder.Logging.AddProvider(log),
        assetCache: false);

    /// <summary>How many of a page's three requests reach PostHog.</summary>
    private static async Task<int> SendAsync(Shop shop, Case given)
    {
        foreach (var (method, path) in new[] { ("POST", "/e/"), ("GET", "/static/array.js"), ("GET", $"/array/{StandInProject.EuDemo.Token}/config.js") })
        {
            using var request = new HttpRequestMessage(new(method), given.Prefix + path);
            request.Headers.Host = given.Host;
            if (method == "POST")
            {
                request.Content = new StringContent("{}", new MediaTypeHeaderValue("text/plain"));
            }

            using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        return shop.Forwarded.Count;
    }

    private static RouteEndpoint Route(string name, string pattern) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), order: -1, EndpointMetadataCollection.Empty, name);

    private sealed record Case(string? Example = null, string? Cure = null)
    {
        public Action<WebApplication>? Pipeline { get; init; }

        public Action<WebApplication>? Map { get; init; }

        public Action<WebApplication, Action<PostHogProxyOptions>> Proxy { get; init; } =
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);

        public string Prefix { get; init; } = "/k3fw";

        public string? Host { get; init; }
    }

    private sealed class Never : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) => false;
    }

    private sealed class ChangingRoutes : EndpointDataSource, IDisposable
    {
        private CancellationTokenSource _change = new();
        private Endpoint[]? _endpoints = [];

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints ?? throw new InvalidOperationException("No routes.");

        public void Change(params Endpoint[] endpoints)
        {
            var changed = _change;
            _endpoints = endpoints;
            _change = new();
            changed.Cancel();
            changed.Dispose();
        }

        public void Dispose() => _change.Dispose();

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);
    }
}
