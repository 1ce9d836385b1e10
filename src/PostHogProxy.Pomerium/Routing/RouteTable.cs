using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>The routes by host, in the order Pomerium tries them.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<RouteHost, List<RouteEntry>> _exact = [];
    private readonly List<RouteEntry> _wildcards = [];

    public RouteTable(PomeriumConfiguration configuration)
    {
        Authenticate = AuthenticateHosts(configuration);
        foreach (var host in Authenticate)
        {
            _exact[host] = [];
        }

        foreach (var route in RouteOrder.Of(configuration))
        {
            if (RouteHost.Of(route) is not { } host)
            {
                continue;
            }

            var entry = new RouteEntry(route, host, RouteMatch.Of(route));
            if (host.IsWildcard)
            {
                _wildcards.Add(entry);
            }
            else if (_exact.TryGetValue(host, out var entries))
            {
                entries.Add(entry);
            }
            else
            {
                _exact[host] = [entry];
            }
        }
    }

    /// <summary>The hosts Pomerium signs people in on.</summary>
    public IReadOnlyList<RouteHost> Authenticate { get; }

    public IReadOnlyDictionary<RouteHost, List<RouteEntry>> Exact => _exact;

    public IReadOnlyList<RouteEntry> Wildcards => _wildcards;

    /// <summary>The routes of a host and the host that was found; an exact one is never left for a wildcard, even where none of its routes matches.</summary>
    public IEnumerable<RouteEntry> RoutesOf(string host, int port, out RouteHost? found)
    {
        foreach (var candidate in new[] { new RouteHost(host, port), new RouteHost(host, null) })
        {
            if (_exact.TryGetValue(candidate, out var entries))
            {
                found = candidate;
                return entries;
            }
        }

        found = null;
        return _wildcards.Where(entry => entry.Host.Takes(host, port));
    }

    private static List<RouteHost> AuthenticateHosts(PomeriumConfiguration configuration)
    {
        var hosts = new List<RouteHost>();
        foreach (var name in new[] { "authenticate_service_url", "authenticate_internal_service_url" })
        {
            if (configuration.GlobalText(name) is { } text && PomeriumUrl.Parse(text, out _) is { IsHttp: true } url)
            {
                hosts.Add(RouteHost.Of(url));
            }
        }

        return hosts;
    }
}

/// <summary>A route with what it matches.</summary>
internal sealed record RouteEntry(PomeriumRoute Route, RouteHost Host, RouteMatch Match);
