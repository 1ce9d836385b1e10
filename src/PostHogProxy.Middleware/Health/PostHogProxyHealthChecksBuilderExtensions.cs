using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the PostHog proxy to the app's health checks.</summary>
public static class PostHogProxyHealthChecksBuilderExtensions
{
    private const string Name = "posthog-proxy";

    /// <summary>
    /// Adds one check, named <c>posthog-proxy</c>, for every proxy the app maps: whether PostHog's hosts can be reached with a valid
    /// certificate and, where <c>ProjectTokens</c> are set, whether each token belongs to the region the proxy sends to. PostHog answers
    /// 200 to events of the other region and drops them; here it shows, with the cure.
    /// </summary>
    /// <remarks>
    /// PostHog is asked once a minute at most, however often the check runs. What visitors send never decides the status. A second call
    /// changes nothing.
    /// </remarks>
    /// <param name="builder">The app's health checks.</param>
    /// <param name="failureStatus">
    /// What a problem makes of the app. Default <see cref="HealthStatus.Degraded"/>: no orchestrator should take a shop out because its
    /// analytics are away.
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
