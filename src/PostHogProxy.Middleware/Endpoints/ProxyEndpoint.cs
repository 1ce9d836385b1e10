using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;
using PostHogProxy.Forwarding;
using PostHogProxy.Options;
using PostHogProxy.Rules.Aliases;

namespace PostHogProxy.Endpoints;

/// <summary>Turns one call of <c>MapPostHogProxy</c> into one endpoint of the app.</summary>
internal static class ProxyEndpoint
{
    public static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, string name, MapArguments arguments, Action<PostHogProxyOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        var services = endpoints.ServiceProvider;
        var configuration = services.GetRequiredService<IConfiguration>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);
        var options = new LiveOptions(new OptionsSource(services, configuration, name, arguments, configure), configuration, logger);
        var initial = options.Initial;
        var origins = UpstreamOrigins.Of(initial);
        var client = new UpstreamClient(initial);

        var metrics = new ProxyMetrics(services.GetService<IMeterFactory>());

        // What the proxy holds beyond the app's container ends with the app, after the last request of a graceful stop.
        var lifetime = services.GetService<IHostApplicationLifetime>();
        lifetime?.ApplicationStopped.Register(() =>
        {
            options.Dispose();
            client.Dispose();
            metrics.Dispose();
        });

        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var forwarder = new UpstreamForwarder(
            options, origins, client, new AssetFallback(logger, time), new FailureExit(logger, metrics, time), metrics);
        var aliases = initial.Aliases == PathAliasMode.Off
            ? null
            : PathAliases.For(initial.Path!, services.GetService<IHostEnvironment>()?.ApplicationName ?? "");
        var handler = new ProxyRequestHandler(
            options,
            aliases is null ? null : new TargetAliases(aliases, initial.Aliases),
            aliases is null ? null : new AliasFiles(aliases),
            new Gate(options, logger),
            new ForwardedHeadersWatch(logger),
            new RequestBodyWatch(logger),
            new Load(),
            forwarder,
            origins,
            metrics,
            services.GetService<IServer>()?.GetType().Assembly);
        var pattern = initial.Path!;
        var builder = endpoints.Map(pattern.TrimEnd('/') + "/{**posthog}", handler.HandleAsync);
        var metadata = new PostHogProxyMetadata(pattern, initial.IngestOrigin is null ? initial.Region : null, aliases);
        Describe(builder, metadata, initial.MaxRequestBodySize);
        if (AppLogging.WithoutBodies(services) is { } withoutBodies)
        {
            builder.WithMetadata(withoutBodies);
        }

        builder.Finally(endpoint =>
        {
            if (TakesEveryPathOfEveryHost(endpoint))
            {
                logger.RootWithoutHost();
            }
        });

        logger.Mapped(pattern, origins.Ingest, origins.Assets);
        if (aliases is not null)
        {
            logger.Aliased(pattern, pattern.TrimEnd('/') + aliases.Module, pattern.TrimEnd('/') + aliases.Script);
        }

        var verification = new ProxyVerification(initial, origins, client.Invoker);
        services.GetService<MappedProxies>()?.Add(verification, lifetime?.ApplicationStopping ?? CancellationToken.None);
        StartupProof.Arrange(verification, lifetime, logger);
        RateLimitCheck.Arrange(metadata, services, lifetime, logger);
        return builder;
    }

    // The root is for a host of its own. Conventions and groups have had their say when this is asked.
    private static bool TakesEveryPathOfEveryHost(EndpointBuilder endpoint) =>
        endpoint is RouteEndpointBuilder { RoutePattern.PathSegments.Count: 1 }
        && !endpoint.Metadata.OfType<IHostMetadata>().Any(host => host.Hosts.Count > 0);

    private static void Describe(IEndpointConventionBuilder builder, PostHogProxyMetadata metadata, long maxRequestBodySize) =>
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
                new ProxyPolicyMetadata(maxRequestBodySize));
}
