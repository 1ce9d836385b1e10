using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// The routes by host, in the order Pomerium tries them: a virtual host for every name of every route, and one for all wildcards
/// (P:config/envoyconfig/route_configurations.go, buildMainRouteConfiguration; config/options.go, GetAllRouteableHTTPHosts).
/// </summary>
internal sealed class RouteTable
{
    private readonly Dictionary<RouteHost, List<RouteEntry>> _exact = [];
    private readonly List<RouteEntry> _wildcards = [];
    private readonly HashSet<RouteHost> _mcp = [];
    private readonly bool _anyPort;
    private readonly bool _isAuthenticate;

    public RouteTable(PomeriumConfiguration configuration)
    {
        _anyPort = ListenerOptions.RuntimeFlag(configuration, "match_any_incoming_port");
        _isAuthenticate = ListenerOptions.IsAuthenticate(configuration);
        Names = new(configuration, _anyPort);
        Authenticate = [.. Names.Authenticate.Distinct()];
        var routes = ListenerOptions.IsProxy(configuration) ? RouteOrder.Of(configuration) : [];
        var judges = new Dictionary<string, PomeriumRoute>(StringComparer.Ordinal);
        foreach (var route in configuration.Routes)
        {
            judges[RouteIdentity.Of(route)] = route;
        }

        // Routes find their host as it is spelt (urlMatchesHost).
        var byName = new Dictionary<string, List<RouteEntry>>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            if (route.From is not { } from)
            {
                continue;
            }

            var entry = new RouteEntry(
                route, RouteHost.Of(from, route.FromText!.Value), RouteMatch.Of(route), RouteHost.IsConnect(route), configuration.IsZero ? route : judges[RouteIdentity.Of(route)]);
            if (from.Host.Contains('*'))
            {
                _wildcards.Add(entry);
            }

            foreach (var name in RouteHost.Domains(from, route.FromText.Value, withPort: true).Distinct(StringComparer.Ordinal))
            {
                if (!byName.TryGetValue(name, out var entries))
                {
                    byName[name] = entries = [];
                }

                entries.Add(entry);
            }
        }

        foreach (var name in Names.All.Where(name => !name.Domain.Contains('*')))
        {
            var host = RouteHost.OfDomain(name.Domain);
            _exact[host] = byName.TryGetValue(name.Domain, out var entries) ? entries : [];
            if (name.Route is { } route && McpServer.Is(route))
            {
                _mcp.Add(host);
            }
        }
    }

    /// <summary>Every name that Envoy gets, as it is spelt.</summary>
    public HostNames Names { get; }

    /// <summary>The hosts Pomerium signs people in on.</summary>
    public IReadOnlyList<RouteHost> Authenticate { get; }

    public IReadOnlyDictionary<RouteHost, List<RouteEntry>> Exact => _exact;

    public IReadOnlyList<RouteEntry> Wildcards => _wildcards;

    /// <summary>Whether people sign in on the host.</summary>
    public bool IsAuthenticate(RouteHost? host) => _isAuthenticate && host is { } found && Authenticate.Contains(found);

    /// <summary>Whether the host is that of a sign-in service elsewhere, to which this Pomerium only forwards, without any policy (isProxyFrontingAuthenticate).</summary>
    public bool IsBeforeAuthenticate(RouteHost? host) => !_isAuthenticate && host is { } found && Authenticate.Contains(found);

    /// <summary>Whether a route of the host is an MCP server.</summary>
    public bool IsMcp(RouteHost? host) => host is { } found && _mcp.Contains(found);

    /// <summary>The routes for an address and the host that was found; an exact one is never left for a wildcard, even where none of its routes matches.</summary>
    public IEnumerable<RouteEntry> RoutesOf(Uri url, out RouteHost? found)
    {
        var host = url.Host.ToLowerInvariant();
        int? port = url.IsDefaultPort ? null : url.Port;
        var candidates = port is null || _anyPort ? new[] { new RouteHost(host, port), new RouteHost(host, null) } : [new RouteHost(host, port)];
        foreach (var candidate in candidates)
        {
            if (_exact.TryGetValue(candidate, out var entries))
            {
                found = candidate;
                return entries;
            }
        }

        found = null;
        return _wildcards.Where(entry => entry.Host.Takes(host, port, _anyPort ? null : RouteHost.StandardPort(entry.Route.From!)));
    }
}

/// <summary>A route with what it matches.</summary>
/// <param name="Route">The route.</param>
/// <param name="Host">The host of its from.</param>
/// <param name="Match">What paths it takes.</param>
/// <param name="IsConnect">Whether it takes CONNECT, and nothing else.</param>
/// <param name="Judge">The route whose policy decides: the last of the same identity.</param>
internal sealed record RouteEntry(PomeriumRoute Route, RouteHost Host, RouteMatch Match, bool IsConnect, PomeriumRoute Judge);
