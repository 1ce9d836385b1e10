using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// The names of all hosts, in the order in which Pomerium collects them. To Pomerium names that differ in case are two
/// (P:config/options.go, GetAllRouteableHTTPHosts).
/// </summary>
internal sealed class HostNames
{
    private const string DefaultAuthenticate = "https://authenticate.pomerium.app";

    private static readonly string[] Services = ["authenticate_internal_service_url", "authenticate_service_url"];

    public HostNames(PomeriumConfiguration configuration, bool anyPort)
    {
        var all = new List<HostName>();
        var authenticate = new List<RouteHost>();
        foreach (var service in Services)
        {
            var entry = configuration.Root.Find(service);
            var written = entry?.Scalar is { Value.Length: > 0 } scalar ? scalar : null;
            if (PomeriumUrl.Parse(written?.Value ?? (service == Services[1] ? DefaultAuthenticate : ""), out _) is not { } url)
            {
                continue;
            }

            authenticate.AddRange(RouteHost.Domains(url, written?.Value ?? DefaultAuthenticate, withPort: true).Select(RouteHost.OfDomain));
            if (written is not null && ListenerOptions.IsAuthenticate(configuration))
            {
                all.AddRange(RouteHost.Domains(url, written.Value, !anyPort).Select(domain => new HostName(domain, null, service, written)));
            }
        }

        foreach (var route in ListenerOptions.IsProxy(configuration) ? configuration.Routes : [])
        {
            if (route.From is not { } from || RouteHost.IsSsh(route))
            {
                continue;
            }

            all.AddRange(RouteHost.Domains(from, route.FromText!.Value, !anyPort).Select(domain => new HostName(domain, route, "from", route.FromText)));
            if (route.Find("tls_downstream_server_name")?.Scalar is { Value.Length: > 0 } name
                && PomeriumUrl.Parse($"{from.Scheme}://{name.Value}", out _) is { } other)
            {
                all.AddRange(RouteHost.Domains(other, $"{from.Scheme}://{name.Value}", !anyPort).Select(domain => new HostName(domain, route, "tls_downstream_server_name", name)));
            }
        }

        All = all;
        Authenticate = authenticate;
    }

    public IReadOnlyList<HostName> All { get; }

    /// <summary>The hosts of the sign-in service; Pomerium's own where none is written.</summary>
    public IReadOnlyList<RouteHost> Authenticate { get; }
}

/// <summary>A name, with where it is from.</summary>
/// <param name="Domain">The name, with its port where it has one of its own.</param>
/// <param name="Route">The route it belongs to; null for the sign-in service.</param>
/// <param name="Key">The key it is written at.</param>
/// <param name="Written">The value of that key.</param>
internal sealed record HostName(string Domain, PomeriumRoute? Route, string Key, ScalarNode Written);
