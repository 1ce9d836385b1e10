using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Startup;

/// <summary>
/// Says at the start where a rate limiter of the app would reject visitors' events with a 4xx: posthog-js gives those up for good, while
/// it keeps what is answered 503 and sends it again. The limiter stands before the proxy, which never sees what it rejects.
/// </summary>
internal static class RateLimitCheck
{
    public static void Arrange(PostHogProxyMetadata proxy, IServiceProvider services, IHostApplicationLifetime? lifetime, ILogger logger)
    {
        if (services.GetService<IOptions<RateLimiterOptions>>()?.Value is not { RejectionStatusCode: >= 400 and < 500 } limiter)
        {
            return;
        }

        // Groups and conventions have had their say only then.
        lifetime?.ApplicationStarted.Register(() =>
        {
            if (services.GetService<EndpointDataSource>()?.Endpoints.Any(endpoint => IsLimited(endpoint.Metadata, proxy, limiter)) == true)
            {
                logger.RateLimiterLosesEvents(proxy.Pattern, limiter.RejectionStatusCode);
            }
        });
    }

    private static bool IsLimited(EndpointMetadataCollection metadata, PostHogProxyMetadata proxy, RateLimiterOptions limiter) =>
        metadata.GetMetadata<PostHogProxyMetadata>() == proxy
        && metadata.GetMetadata<DisableRateLimitingAttribute>() is null
        && (limiter.GlobalLimiter is not null || metadata.GetMetadata<EnableRateLimitingAttribute>() is not null);
}
