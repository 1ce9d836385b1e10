using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>
/// How a file writes a host that it has already: another spelling of it would be a second virtual host, with which Envoy refuses all
/// routes. The sign-in service and tls_downstream_server_name count as well.
/// </summary>
internal static class HostSpelling
{
    /// <summary>The host as it is spelt there, with its port; null where it is not there.</summary>
    /// <param name="configuration">The file.</param>
    /// <param name="proxy">What is wanted.</param>
    /// <param name="otherPort">A route of the same host with another port, where none has the host as it is wanted.</param>
    public static string? In(PomeriumConfiguration configuration, ProxyDescription proxy, out PomeriumRoute? otherPort)
    {
        otherPort = null;
        var wanted = new RouteHost(proxy.Name.ToLowerInvariant(), proxy.Port is 443 ? null : proxy.Port);
        foreach (var name in new RouteTable(configuration).Names.All.Where(name => !name.Domain.Contains('*')))
        {
            var host = RouteHost.OfDomain(name.Domain);
            if (host == wanted || (wanted.Port is null && host == new RouteHost(wanted.Name, 443)))
            {
                return host.Port is 443 && name.Domain.EndsWith(":443", StringComparison.Ordinal) ? name.Domain.Substring(0, name.Domain.Length - 4) : name.Domain;
            }

            if (host.Name == wanted.Name && name is { Key: "from", Route: { From.IsHttp: true } route })
            {
                otherPort ??= route;
            }
        }

        return null;
    }
}
