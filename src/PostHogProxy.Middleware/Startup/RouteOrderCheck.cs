using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Startup;

/// <summary>
/// Says where another endpoint of the app takes what pages send to the proxy: with a lower order (a catch-all of YARP's with −1), or with a
/// narrower pattern. It answers 200 or 404 instead of PostHog, and the events are lost without a trace.
/// </summary>
internal sealed class RouteOrderCheck
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = [];
    private readonly PostHogProxyMetadata _proxy;
    private readonly IReadOnlyList<EndpointDataSource> _sources;
    private readonly ParameterPolicyFactory? _policies;
    private readonly ILogger _logger;

    private RouteOrderCheck(PostHogProxyMetadata proxy, IReadOnlyList<EndpointDataSource> sources, ParameterPolicyFactory? policies, ILogger logger)
    {
        _proxy = proxy;
        _sources = sources;
        _policies = policies;
        _logger = logger;
    }

    public static void Arrange(PostHogProxyMetadata proxy, IEndpointRouteBuilder endpoints, IHostApplicationLifetime? lifetime, ILogger logger) =>
        lifetime?.ApplicationStarted.Register(() =>
        {
            // A group holds its own endpoints alone. Of an app, or a branch with a routing of its own, only its own endpoints compete.
            var services = endpoints.ServiceProvider;
            IReadOnlyList<EndpointDataSource> sources = endpoints is RouteGroupBuilder
                ? [.. services.GetServices<EndpointDataSource>()]
                : [.. endpoints.DataSources];
            var check = new RouteOrderCheck(proxy, sources, services.GetService<ParameterPolicyFactory>(), logger);
            check.Run();
            foreach (var source in sources)
            {
                // YARP's routes follow its configuration.
                var watch = ChangeToken.OnChange(source.GetChangeToken, check.Run);
                lifetime.ApplicationStopping.Register(watch.Dispose);
            }
        });

    private void Run()
    {
        try
        {
            // Not under the lock: a source has one of its own, and may hold it while it says that it has changed.
            RouteEndpoint[] endpoints = [.. _sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
            lock (_gate)
            {
                Compare(endpoints);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // A pattern or a source of the app's own is broken. Its routing says so itself; the host must not stop because we looked.
        }
    }

    private void Compare(IReadOnlyList<RouteEndpoint> endpoints)
    {
        foreach (var proxy in endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PostHogProxyMetadata>() == _proxy))
        {
            var samples = Samples(proxy);
            var hosts = RouteHosts.Of(proxy);
            foreach (var other in endpoints)
            {
                if (ComesBefore(other, proxy) && IsPlain(other) && RouteHosts.Meet(RouteHosts.Of(other), hosts))
                {
                    Tell(other, samples);
                }
            }
        }
    }

    private List<SampleRequest> Samples(RouteEndpoint proxy)
    {
        var own = new RouteMatch(proxy, _policies);
        return SampleRequest.ParameterValues
            .Select(value => SampleRequest.Below(proxy.RoutePattern, value, _proxy.Aliases).Where(own.Takes).ToList())
            .FirstOrDefault(samples => samples.Count > 0) ?? [];
    }

    private void Tell(RouteEndpoint other, List<SampleRequest> samples)
    {
        var match = new RouteMatch(other, _policies);
        foreach (var sample in samples)
        {
            if (match.Takes(sample))
            {
                var name = other.DisplayName ?? other.RoutePattern.RawText ?? "";
                if (_told.Add($"{name} {other.RoutePattern.RawText}"))
                {
                    _logger.RouteTaken(_proxy.Pattern, name, sample.Method, sample.Path, other.Order == int.MinValue ? other.Order : other.Order - 1);
                }

                return;
            }
        }
    }

    // As routing sorts its candidates: by order, then the narrower pattern, then who names methods, which the proxy does not.
    private static bool ComesBefore(RouteEndpoint other, RouteEndpoint proxy)
    {
        var byOrder = other.Order.CompareTo(proxy.Order);
        var byPattern = other.RoutePattern.InboundPrecedence.CompareTo(proxy.RoutePattern.InboundPrecedence);
        return byOrder < 0
            || (byOrder == 0 && (byPattern < 0 || (byPattern == 0 && other.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Count > 0)));
    }

    // The rest takes requests by what is not in its pattern: another proxy of ours, a dynamic page, headers or a query that YARP looks at.
    private static bool IsPlain(RouteEndpoint other) =>
        other.Metadata.GetMetadata<PostHogProxyMetadata>() is null
        && other.Metadata.GetMetadata<ISuppressMatchingMetadata>() is not { SuppressMatching: true }
        && other.Metadata.GetMetadata<IDynamicEndpointMetadata>() is not { IsDynamic: true }
        && !other.Metadata.Any(item => item.GetType().Namespace == "Yarp.ReverseProxy.Routing");
}
