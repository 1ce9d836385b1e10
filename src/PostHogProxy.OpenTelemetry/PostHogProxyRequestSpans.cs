using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using PostHogProxy;

namespace OpenTelemetry.Trace;

/// <summary>Keeps the requests that the proxy answers out of the app's own request traces.</summary>
public static class PostHogProxyRequestSpans
{
    /// <summary>
    /// Give it to the ASP.NET Core instrumentation as <c>EnrichWithHttpResponse</c>, or call it in yours. A span of a request to a PostHog proxy
    /// isn't exported then. All other spans stay as they are.
    /// </summary>
    /// <remarks>
    /// The instrumentation's <c>Filter</c> can't do this: it runs before routing, when no request has an endpoint yet. This runs before the span
    /// ends, so the order of instrumentations, processors and exporters doesn't matter.
    /// </remarks>
    /// <param name="requestSpan">The span of the request.</param>
    /// <param name="response">The answer to it.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
    ///     .AddPostHogProxyInstrumentation()
    ///     .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpResponse = PostHogProxyRequestSpans.LeaveOut));
    /// </code>
    /// </example>
    public static void LeaveOut(Activity requestSpan, HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(requestSpan);
        ArgumentNullException.ThrowIfNull(response);
        if (response.HttpContext.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is not null)
        {
            requestSpan.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
