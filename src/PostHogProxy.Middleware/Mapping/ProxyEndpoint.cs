using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using PostHogProxy.Health;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Startup;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Mapping;

/// <summary>Turns one call of <c>MapPostHogProxy</c> into one endpoint of the app.</summary>
internal static class ProxyEndpoint
{
    private const string Below = "/{**posthog}";

    public static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string name, MapArguments arguments, Action<PostHogProxyOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        var proxy = new ProxyComposition(endpoints.ServiceProvider, name, arguments, configure);
        var metadata = proxy.Metadata();
        var builder = endpoints.Map(metadata.Pattern.TrimEnd('/') + Below, proxy.Handler().HandleAsync);
        var verification = proxy.Verification();
        Describe(builder, metadata, proxy);
        builder.WithMetadata(proxy.View(verification));
        Announce(metadata, proxy);
        Check(metadata, proxy, verification, endpoints);
        return builder;
    }

    // What the app's other middleware and its routing read off the endpoint.
    private static void Describe(IEndpointConventionBuilder builder, PostHogProxyMetadata metadata, ProxyComposition proxy)
    {
        builder
            .WithDisplayName(metadata.ToString())
            .WithMetadata(
                metadata,

                // Visitors are anonymous; a fallback policy would answer a beacon with a login page.
                new AllowAnonymousAttribute(),

                // The app's default timeout would cancel an upload; ours apply.
                new DisableRequestTimeoutAttribute(),

                // The app's output cache would serve gzip to clients that did not ask for it.
                new OutputCacheAttribute { NoStore = true },
                new ExcludeFromDescriptionAttribute(),
                new ProxyPolicyMetadata(proxy.Initial.MaxRequestBodySize));
        if (AppLogging.WithoutBodies(proxy.Services) is { } withoutBodies)
        {
            builder.WithMetadata(withoutBodies);
        }

        // Conventions and groups have had their say when this is asked.
        builder.Finally(endpoint =>
        {
            if (TakesEveryPathOfEveryHost(endpoint))
            {
                proxy.Logger.RootWithoutHost();
            }

            proxy.KeptAs.Settle(PathOf(endpoint) ?? metadata.Pattern, HostsOf(endpoint));
        });
    }

    // The root is for a host of its own.
    private static bool TakesEveryPathOfEveryHost(EndpointBuilder endpoint) =>
        endpoint is RouteEndpointBuilder { RoutePattern.PathSegments.Count: 1 }
        && !endpoint.Metadata.OfType<IHostMetadata>().Any(host => host.Hosts.Count > 0);

    private static string? PathOf(EndpointBuilder endpoint) =>
        (endpoint as RouteEndpointBuilder)?.RoutePattern.RawText is { } pattern && pattern.EndsWith(Below, StringComparison.Ordinal)
            ? '/' + pattern[..^Below.Length].TrimStart('/')
            : null;

    // Of several the last one holds.
    private static IReadOnlyList<string> HostsOf(EndpointBuilder endpoint) => endpoint.Metadata.OfType<IHostMetadata>().LastOrDefault()?.Hosts ?? [];

    private static void Announce(PostHogProxyMetadata metadata, ProxyComposition proxy)
    {
        var (logger, initial, pattern) = (proxy.Logger, proxy.Initial, metadata.Pattern);
        if (initial.Disabled)
        {
            logger.MappedOff(pattern);
        }
        else
        {
            logger.Mapped(pattern, proxy.Origins.Ingest, proxy.Origins.Assets);
        }

        foreach (var token in initial.ProjectTokens.Where(token => !ProjectToken.IsUsual(token)))
        {
            logger.UnusualToken(pattern, ProjectToken.Short(token));
        }

        if (metadata.Aliases is { } aliases)
        {
            logger.Aliased(pattern, pattern.TrimEnd('/') + aliases.Module, pattern.TrimEnd('/') + aliases.Script);
        }
    }

    // What is proven, or noticed of the app around the proxy, once it has started.
    private static void Check(PostHogProxyMetadata metadata, ProxyComposition proxy, ProxyVerification verification, IEndpointRouteBuilder endpoints)
    {
        var (services, lifetime, logger) = (proxy.Services, proxy.Lifetime, proxy.Logger);
        StartupProof.Arrange(verification, lifetime, logger);
        RateLimitCheck.Arrange(metadata, services, lifetime, logger);
        UnreadOptionsCheck.Arrange(metadata, services, lifetime, logger);
        OutboxSectionCheck.Arrange(metadata, services, lifetime, logger);
        RouteOrderCheck.Arrange(metadata, endpoints, lifetime, logger);
    }
}
