using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>
/// Lets the counting begin with the app, and stops the start where anybody could see the page. What is mapped on the app itself is looked at while the
/// app builds its pipeline, so that the start fails before the first request. A page in a group is known in full only once the app has started; it
/// answers nobody, and the app ends.
/// </summary>
internal static class PageStart
{
    public static void Arrange(IEndpointRouteBuilder endpoints, EndpointDataSource source, PageAccess access, PageProxies proxies, IHostApplicationLifetime? lifetime)
    {
        if (endpoints is IApplicationBuilder app)
        {
            app.Use(next =>
            {
                if (ProblemOf(source.Endpoints, access) is { } problem)
                {
                    throw new InvalidOperationException(problem);
                }

                return next;
            });
        }

        lifetime?.ApplicationStarted.Register(() =>
        {
            proxies.Find();
            if (ProblemOf(endpoints.ServiceProvider.GetService<EndpointDataSource>()?.Endpoints ?? [], access) is { } problem)
            {
                endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category).PageOpen(problem);
                lifetime.StopApplication();
            }
        });
    }

    private static string? ProblemOf(IReadOnlyList<Endpoint> endpoints, PageAccess access)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<PageMetadata>() is not null && access.Problem(endpoint) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }
}
