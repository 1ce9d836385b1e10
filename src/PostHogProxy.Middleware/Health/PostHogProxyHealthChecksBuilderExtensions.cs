using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the PostHog proxy to the app's health checks.</summary>
public static class PostHogProxyHealthChecksBuilderExtensions
{
    private const string Name = "posthog-proxy";

    /// <summary>
    /// Adds one check, <c>posthog-proxy</c>, for all proxies that the app maps. It checks that PostHog's hosts can be reached with a valid
    /// certificate. With <c>ProjectTokens</c>, it also checks that each token belongs to the region that the proxy sends to. PostHog
    /// answers 200 to events of the other region and drops them. The check reports that, and how to fix it.
    /// </summary>
    /// <remarks>
    /// The check sends requests to PostHog once a minute at most, however often it runs. Visitors' requests don't change the status. A second
    /// call has no effect.
    /// </remarks>
    /// <param name="builder">The app's health checks.</param>
    /// <param name="failureStatus">
    /// The status that a problem reports. Default <see cref="HealthStatus.Degraded"/>, so that no orchestrator takes an app out because its
    /// analytics fail.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddHealthChecks().AddPostHogProxy();
    ///
    /// app.MapHealthChecks("/healthz");
    /// app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.ProjectTokens.Add("phc_…"));
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddPostHogProxy(this IHealthChecksBuilder builder, HealthStatus? failureStatus = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        if (builder.Services.Any(service => service.ServiceType == typeof(MappedProxies)))
        {
            return builder;
        }

        builder.Services.AddSingleton(services => new MappedProxies(services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.Add(new(
            Name,
            services => new ProxyHealthCheck(services.GetRequiredService<MappedProxies>()),
            failureStatus ?? HealthStatus.Degraded,
            tags: null));
    }
}
