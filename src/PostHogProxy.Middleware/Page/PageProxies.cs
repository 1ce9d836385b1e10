using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Health;
using PostHogProxy.Mapping;
using PostHogProxy.Snippet;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>A mapped proxy as the page shows it.</summary>
/// <param name="Path">With the prefixes of its groups.</param>
/// <param name="Hosts">The hosts it is for; none where it is for all.</param>
/// <param name="Metadata">What the endpoint says of it.</param>
/// <param name="View">What can be asked of it.</param>
/// <param name="Figures">Its counts.</param>
internal sealed record PageProxy(string Path, IReadOnlyList<string> Hosts, PostHogProxyMetadata Metadata, ProxyView View, ExchangeFigures Figures);

/// <summary>The proxies that the app has mapped. From the first look at them, they count.</summary>
/// <param name="services">The app's.</param>
/// <param name="readsEventNames">Whether who looks may see the names of events. They are read from the start: one clicks first, and then looks.</param>
/// <param name="stopping">The app ends.</param>
internal sealed class PageProxies(IServiceProvider services, bool readsEventNames, CancellationToken stopping)
{
    private readonly Lock _gate = new();
    private readonly bool _isShared = services.GetService<MappedProxies>() is not null;
    private MappedProxies? _health = services.GetService<MappedProxies>();
    private IReadOnlyList<Endpoint>? _read;
    private PageProxy[] _found = [];

    /// <summary>In the order in which they are mapped.</summary>
    public IReadOnlyList<PageProxy> Find()
    {
        lock (_gate)
        {
            // The app's list of endpoints is replaced as a whole where it changes.
            var endpoints = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
            if (!ReferenceEquals(endpoints, _read))
            {
                _found = [.. All(endpoints)];
                _read = endpoints;
                if (!_isShared)
                {
                    _health = Health();
                }
            }

            return _found;
        }
    }

    /// <summary>What the health check knows: the app's own one where it has one, so that PostHog is asked once for both.</summary>
    public Task<ProxyReport[]> ReportAsync(CancellationToken cancellationToken)
    {
        Find();
        return _health!.ReportAsync(cancellationToken);
    }

    private MappedProxies Health()
    {
        var health = new MappedProxies(services.GetService<TimeProvider>() ?? TimeProvider.System);
        foreach (var proxy in _found)
        {
            health.Add(proxy.View.Verification, proxy.View.OldClients, stopping);
        }

        return health;
    }

    private IEnumerable<PageProxy> All(IReadOnlyList<Endpoint> endpoints)
    {
        var seen = new HashSet<ProxyView>(ReferenceEqualityComparer.Instance);
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<ProxyView>() is { } view && endpoint.Metadata.GetMetadata<PostHogProxyMetadata>() is { } metadata && seen.Add(view))
            {
                yield return new(
                    new SnippetProxy(endpoint, metadata).Path, endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? [], metadata, view, view.Exchanges.Count(readsEventNames));
            }
        }
    }
}
