using PostHogProxy.Telemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the metrics of PostHogProxy.</summary>
public static class PostHogProxyMeterProviderBuilderExtensions
{
    /// <summary>
    /// Adds the metrics of all PostHog proxies of the app, and those of the outbox if the app has one. The histograms bring buckets that fit
    /// what they measure, so no view is needed.
    /// </summary>
    /// <param name="builder">The app's metrics.</param>
    /// <returns>The same builder.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddPostHogProxyInstrumentation());
    /// </code>
    /// </example>
    public static MeterProviderBuilder AddPostHogProxyInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(SourceNames.Proxy, SourceNames.Outbox);
    }
}
