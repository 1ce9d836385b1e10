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
using PostHogProxy.Caching;
using PostHogProxy.Diagnostics;
using PostHogProxy.Forwarding;
using PostHogProxy.Options;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Snippet;

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

        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var fallback = new AssetFallback(logger, time);
        var load = new Load();
        var cache = initial.AssetCache.Enabled
            ? AssetCache.Create(
                initial.AssetCache,
                $"{initial.Path} {origins.Ingest} {origins.Assets}",
                new AssetFetcher(options, origins, client, fallback, metrics, time),
                logger,
                time)
            : null;

        // What the proxy holds beyond the app's container ends with the app, after the last request of a graceful stop.
        var lifetime = services.GetService<IHostApplicationLifetime>();
        lifetime?.ApplicationStopped.Register(() =>
        {
            options.Dispose();
            client.Dispose();
            cache?.Dispose();
            metrics.Dispose();
        });

        var failures = new FailureExit(logger, metrics, time);

        // The start of a request is read off the system's clock, as the framework's own durations are.
        var exchanges = new ExchangeLog(logger, origins, TimeProvider.System);
        var forwarder = new UpstreamForwarder(origins, new UpstreamSender(client.Invoker, options, metrics, cache), fallback, failures);
        var offSwitch = new OffSwitch(options, logger, time);
        var oldClients = new OldClients(logger, time);
        var aliases = initial.Aliases == PathAliasMode.Off
            ? null
            : PathAliases.For(initial.Path!, services.GetService<IHostEnvironment>()?.ApplicationName ?? "");
        var handler = new ProxyRequestHandler(
            options,
            aliases is null ? null : new TargetAliases(aliases, initial.Aliases),
            aliases is null ? null : new AliasFiles(aliases),
            new Gate(options, offSwitch, logger),
            new ForwardedHeadersWatch(logger),
            oldClients,
            new BodyIntake(options, new RequestBodyWatch(logger), failures, metrics, services.GetService<IServer>()?.GetType().Assembly),
            load,
            cache is null ? null : new CachedAnswers(cache, failures, metrics, exchanges, time),
            forwarder,
            origins,
            metrics,
            exchanges);
        var pattern = initial.Path!;
        var builder = endpoints.Map(pattern.TrimEnd('/') + "/{**posthog}", handler.HandleAsync);
        var snippets = aliases is null
            ? new SnippetSource(name, options, offSwitch)
            : new SnippetSource(name, options, offSwitch)
            {
                ScriptPath = aliases.ToAlias("/static/array.js"),
                RewriteFunction = apiHost => RewriteFunction.Expression(aliases, apiHost),
            };
        var metadata = new PostHogProxyMetadata(pattern, initial.IngestOrigin is null ? initial.Region : null, snippets, aliases);
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

        if (initial.Disabled)
        {
            logger.MappedOff(pattern);
        }
        else
        {
            logger.Mapped(pattern, origins.Ingest, origins.Assets);
        }

        foreach (var token in initial.ProjectTokens.Where(token => !ProjectToken.IsUsual(token)))
        {
            logger.UnusualToken(pattern, ProjectToken.Short(token));
        }

        if (aliases is not null)
        {
            logger.Aliased(pattern, pattern.TrimEnd('/') + aliases.Module, pattern.TrimEnd('/') + aliases.Script);
        }

        var verification = new ProxyVerification(options, origins, client.Invoker);
        services.GetService<MappedProxies>()?.Add(verification, oldClients, lifetime?.ApplicationStopping ?? CancellationToken.None);
        StartupProof.Arrange(verification, lifetime, logger);
        RateLimitCheck.Arrange(metadata, services, lifetime, logger);
        UnreadOptionsCheck.Arrange(metadata, services, lifetime, logger);
        RouteOrderCheck.Arrange(metadata, endpoints, lifetime, logger);
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
