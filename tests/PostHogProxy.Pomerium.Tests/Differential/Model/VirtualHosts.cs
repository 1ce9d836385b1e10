using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>Which routes a request's host leads to (P:config/envoyconfig/route_configurations.go and http_connection_manager.go).</summary>
internal sealed class VirtualHosts
{
    private readonly ModelFile _file;
    private readonly bool _anyPort;
    private readonly Dictionary<string, string> _byDomain = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mcp = new(StringComparer.Ordinal);

    public VirtualHosts(ModelFile file)
    {
        _file = file;
        _anyPort = file.RuntimeFlag("match_any_incoming_port");
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in (string[])["authenticate_internal_service_url", "authenticate_service_url"])
        {
            if (Weak.Text(file.Global(key)) is { Length: > 0 } url)
            {
                hosts.UnionWith(GoUrl.Parse(url).Domains(!_anyPort));
            }
        }

        foreach (var route in file.Routes.Where(route => !route.IsSsh))
        {
            IEnumerable<string> domains = route.Url.Domains(!_anyPort);
            if (route.Text("tls_downstream_server_name") is { Length: > 0 } name)
            {
                domains = domains.Concat((route.Url with { Host = name }).Domains(!_anyPort));
            }

            hosts.UnionWith(domains);
            _mcp.UnionWith(route.IsMcpServer ? domains : []);
        }

        // Envoy looks at domains without regard to case and refuses everything where two are the same.
        foreach (var host in hosts.Where(host => !host.Contains('*', StringComparison.Ordinal)))
        {
            if (!_byDomain.TryAdd(host.ToLowerInvariant(), host))
            {
                throw new NotTakenException($"only unique values for domains are permitted: {host}");
            }
        }
    }

    /// <summary>The host whose routes are tried; null where those with a wildcard are.</summary>
    public string? Find(string authority)
    {
        if (_byDomain.GetValueOrDefault(authority) is { } exact)
        {
            return exact;
        }

        // host:* stands beside every host that has no port.
        var colon = authority.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && _anyPort && _byDomain.GetValueOrDefault(authority[..colon]) is { } found ? found : null;
    }

    public bool IsMcp(string? host) => host is not null && _mcp.Contains(host);

    public bool IsAuthenticate(string? host)
    {
        if (host is null)
        {
            return false;
        }

        var url = Weak.Text(_file.Global("authenticate_service_url")) is { Length: > 0 } text ? text : "https://authenticate.pomerium.app";
        var inner = Weak.Text(_file.Global("authenticate_internal_service_url"));
        return GoUrl.Parse(url).Domains(true).Contains(host) || (inner.Length > 0 && GoUrl.Parse(inner).Domains(true).Contains(host));
    }

    public IEnumerable<ModelRoute> Routes(string? host, string authority) => host is not null
        ? _file.Routes.Where(route => route.Url.Domains(true).Contains(host))
        : _file.Routes.Where(route => route.Url.Host.Contains('*', StringComparison.Ordinal) && route.Url.Domains(!_anyPort).Any(domain => Fits(domain, authority)));

    // WildcardToRegex.
    private bool Fits(string domain, string authority)
    {
        var last = domain[(domain.LastIndexOf('*') + 1)..];
        var pattern = string.Join("(.*)", domain.Split('*').Select(Regex.Escape));
        return Regex.IsMatch(authority, $"\\A{pattern}{(_anyPort && !last.Contains(':', StringComparison.Ordinal) ? "(:(.+))?" : "")}\\z");
    }
}
