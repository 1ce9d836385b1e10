using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using PostHogProxy.Page;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page that shows what the app's PostHog proxies do.</summary>
public static class PostHogProxyPageEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a page that shows live whether events arrive: the last exchanges, failures, the asset cache, the outbox, and what is wrong with its cure.
    /// In Development, the page answers this machine. Everywhere else the page must require authorization, or the app doesn't start.
    /// </summary>
    /// <remarks>
    /// The page shows no query, no address and no token of a visitor's. Your own tokens are shortened. It shows the names of events in Development only.
    /// </remarks>
    /// <param name="endpoints">The app, or a route group of it.</param>
    /// <param name="pattern">The page's path, without parameters, query or trailing slash.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c>. They apply to the page and to all that it asks for.</returns>
    /// <exception cref="ArgumentException">The path can't be mapped. The message names it and how to write it.</exception>
    /// <example>
    /// <code>
    /// app.MapPostHogProxyPage("/posthog-proxy").RequireAuthorization("ops");
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapPostHogProxyPage(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/posthog-proxy")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        return PageEndpoints.Map(endpoints, pattern);
    }
}
