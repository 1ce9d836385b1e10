using PostHogProxy.Telemetry;

namespace OpenTelemetry.Trace;

/// <summary>Adds the traces of PostHogProxy.</summary>
public static class PostHogProxyTracerProviderBuilderExtensions
{
    /// <summary>
    /// Adds one client span for each exchange with PostHog, named by method and route. It has no path of the visitor's, no query and no token.
    /// </summary>
    /// <remarks>
    /// The app's own instrumentation of ASP.NET Core adds a span for the visitor's request as well.
    /// <see cref="PostHogProxyRequestSpans.LeaveOut"/> keeps it out.
    /// </remarks>
    /// <param name="builder">The app's traces.</param>
    /// <returns>The same builder.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddPostHogProxyInstrumentation());
    /// </code>
    /// </example>
    public static TracerProviderBuilder AddPostHogProxyInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(SourceNames.Proxy);
    }
}
