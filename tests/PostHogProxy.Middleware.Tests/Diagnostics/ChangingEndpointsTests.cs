using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Middleware.Tests.Hosting;
using static PostHogProxy.Middleware.Tests.Diagnostics.RouteOrderCase;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>The order of routes is checked again when the app changes its endpoints.</summary>
public sealed class ChangingEndpointsTests
{
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
    public async Task A_source_of_endpoints_that_throws_costs_the_app_nothing()
    {
        var log = new ListLogger();
        using var routes = new ChangingRoutes();
        await using var shop = await OpenAsync(new() { Map = app => ((IEndpointRouteBuilder)app).DataSources.Add(routes) }, log);

        var failed = Record.Exception(() => routes.Change(null!));

        Assert.Null(failed);
        Assert.Empty(Warnings(log));
    }

    private static RouteEndpoint Route(string name, string pattern) =>
        new(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), order: -1, EndpointMetadataCollection.Empty, name);

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
