using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>
/// The addresses that lead through a configuration to the app's proxies. What names them, the surest first: the hosts the proxy requires and
/// the <c>api_host</c> of the app's scripts; a route for the proxy's very path; an upstream that is the only one beside PostHog. A file with
/// several apps and none of that says nothing.
/// </summary>
internal static class Entrances
{
    private const int MostHosts = 20;

    /// <summary>In groups: of the addresses of one group it is enough that one is open.</summary>
    public static IReadOnlyList<IReadOnlyList<Entrance>> Of(CheckedFile file, AppSetUp app)
    {
        var groups = new List<IReadOnlyList<Entrance>>();
        foreach (var proxy in app.Proxies.Where(proxy => proxy.Path is not null))
        {
            var paths = Paths(proxy, app);
            var named = Named(proxy, paths, app).Where(entrance => IsInFile(file, entrance)).ToList();
            if (named.Count == 0 && proxy.Hosts is { Count: 0 })
            {
                named = [.. ByPath(file, proxy, paths)];
            }

            groups.AddRange(named.Select(entrance => new[] { entrance }));
            if (named.Count == 0 && proxy.Hosts is { Count: 0 } && !IsForeign(proxy, app))
            {
                groups.AddRange(paths.Where(path => path.Length > 0).Select(path => OfOnlyApp(file, proxy, path)).Where(group => group.Count > 0));
            }
        }

        return groups;
    }

    // As the browser sees it: what its scripts write, else what the app maps where nothing can stand before it.
    private static List<string> Paths(MappedProxy proxy, AppSetUp app)
    {
        var written = app.Clients.Where(client => client.Path is not null && app.Leads(client, proxy)).Select(client => client.Path!).Distinct(StringComparer.Ordinal).ToList();
        return written.Count > 0 ? written : app.AllKnown ? [proxy.Path!.TrimEnd('/')] : [];
    }

    private static IEnumerable<Entrance> Named(MappedProxy proxy, List<string> paths, AppSetUp app)
    {
        var hosts = proxy.Hosts?.Where(host => host.IndexOf('*') < 0) ?? [];
        return hosts.SelectMany(host => paths.Select(path => $"https://{host}{path}"))
            .Concat(app.Clients.Where(client => client.Address is not null && app.Leads(client, proxy)).Select(client => client.Address!))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(address => new Entrance(address, proxy));
    }

    // What is nowhere in the file goes past this Pomerium.
    private static bool IsInFile(CheckedFile file, Entrance entrance) =>
        Uri.TryCreate(entrance.Address, UriKind.Absolute, out var uri) && HostRoutes.Of(file, uri).Count > 0;

    private static IEnumerable<Entrance> ByPath(CheckedFile file, MappedProxy proxy, List<string> paths) =>
        AppRoutes(file)
            .Where(route => route.Match.Kind != MatchKind.Regex && paths.Contains(route.Match.Value.TrimEnd('/')) && !route.Match.IsCatchAll)
            .Select(route => $"https://{route.Host}{route.Match.Value.TrimEnd('/')}")
            .Distinct(StringComparer.Ordinal)
            .Take(MostHosts)
            .Select(address => new Entrance(address, proxy));

    private static List<Entrance> OfOnlyApp(CheckedFile file, MappedProxy proxy, string path)
    {
        var routes = AppRoutes(file).ToList();
        return file.Routes.Any(route => route.Host is { IsWildcard: true } && !route.Route.IsPostHog)
            || routes.Select(Upstream).Distinct(StringComparer.OrdinalIgnoreCase).Take(2).Count() != 1
            ? []
            : [.. routes.Where(route => route.Match.IsCatchAll).Select(route => $"https://{route.Host}{path}").Distinct(StringComparer.Ordinal).Take(MostHosts).Select(address => new Entrance(address, proxy))];
    }

    // Scripts that are known and talk to something else leave nobody to ask for the proxy.
    private static bool IsForeign(MappedProxy proxy, AppSetUp app) =>
        app.Clients.Count > 0 && app.Clients.All(client => client.Api.IsKnown && !app.Leads(client, proxy));

    private static IEnumerable<CheckedRoute> AppRoutes(CheckedFile file) =>
        file.Routes.Where(route => route.Host is { IsWildcard: false } && route.Route.Targets.Count > 0 && !route.MentionsPostHog);

    private static string Upstream(CheckedRoute route) => string.Join(" ", route.Route.Targets.Select(target => target.Url is { } url ? $"{url.Scheme}://{url.Authority}" : target.Text));
}
