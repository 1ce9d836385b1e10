using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PostHogProxy.Startup;

/// <summary>Whether an endpoint answers on the hosts of the proxy.</summary>
internal static class RouteHosts
{
    public static IReadOnlyList<string> Of(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts is { } hosts && !hosts.Contains("*") ? hosts : [];

    /// <summary>
    /// A proxy for every host is not taken away by an endpoint that is for one: an admin host or a management port is not where pages
    /// send their events. Where both name hosts, routing takes the closest name first, whatever the order: only the same name competes.
    /// </summary>
    public static bool Meet(IReadOnlyList<string> other, IReadOnlyList<string> proxy) =>
        other.Count == 0 || proxy.Any(host => other.Contains(host, StringComparer.OrdinalIgnoreCase));
}
