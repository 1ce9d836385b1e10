using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using PostHogProxy;
using PostHogProxy.Mapping;
using PostHogProxy.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps a PostHog proxy into the app.</summary>
public static class PostHogProxyEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Forwards everything below <paramref name="pattern"/> to PostHog Cloud: <c>/static/*</c> and <c>/array/*</c> to the region's
    /// assets host, all other paths to its ingest host. Anonymous requests are allowed, whatever the app's authorization policies are.
    /// </summary>
    /// <param name="endpoints">The app, or a route group of it.</param>
    /// <param name="pattern">
    /// A path of your own, such as <c>/k3fw</c>, without parameters, query or trailing slash. Use <c>/</c> only on a host of its own,
    /// with <c>RequireHost</c>.
    /// </param>
    /// <param name="region">The region of your PostHog project.</param>
    /// <param name="configure">Changes the options. It runs last.</param>
    /// <returns>A builder for conventions such as <c>RequireHost</c>, <c>RequireCors</c> or <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong. The message names it and how to fix it.</exception>
    /// <example>
    /// <code>
    /// app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
    /// app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("e.shop.example");
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapPostHogProxy(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        PostHogRegion region,
        Action<PostHogProxyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return ProxyEndpoint.Map(endpoints, "", new MapArguments(pattern, region), configure);
    }

    /// <summary>Forwards everything below <paramref name="pattern"/> to a PostHog that you host yourself.</summary>
    /// <param name="endpoints">The app, or a route group of it.</param>
    /// <param name="pattern">A path of your own, such as <c>/k3fw</c>.</param>
    /// <param name="origin">Scheme, host and port of your PostHog, such as <c>https://posthog.internal:8443</c>.</param>
    /// <param name="configure">Changes the options. It runs last.</param>
    /// <returns>A builder for conventions such as <c>RequireHost</c>.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong. The message names it and how to fix it.</exception>
    public static IEndpointConventionBuilder MapPostHogProxy(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Uri origin,
        Action<PostHogProxyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(origin);
        return ProxyEndpoint.Map(endpoints, "", new MapArguments(pattern, Origin: origin), configure);
    }

    /// <summary>Maps the proxy of the section <c>PostHogProxy</c>. The section must have <c>Path</c> and <c>Region</c>.</summary>
    /// <param name="endpoints">The app, or a route group of it.</param>
    /// <returns>A builder for conventions such as <c>RequireHost</c>.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong. The message names it and how to fix it.</exception>
    public static IEndpointConventionBuilder MapPostHogProxy(this IEndpointRouteBuilder endpoints) =>
        ProxyEndpoint.Map(endpoints, "", new MapArguments(), configure: null);

    /// <summary>Maps the proxy of the section <c>PostHogProxy:Maps:&lt;name&gt;</c>, for apps that map several.</summary>
    /// <param name="endpoints">The app, or a route group of it.</param>
    /// <param name="name">The name of the map.</param>
    /// <returns>A builder for conventions such as <c>RequireHost</c>.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong. The message names it and how to fix it.</exception>
    public static IEndpointConventionBuilder MapPostHogProxy(this IEndpointRouteBuilder endpoints, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return ProxyEndpoint.Map(endpoints, name, new MapArguments(), configure: null);
    }
}
