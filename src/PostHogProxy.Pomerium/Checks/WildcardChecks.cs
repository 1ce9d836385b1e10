using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>W042: an exact host always beats a wildcard and never falls back to it, in both directions.</summary>
internal static class WildcardChecks
{
    // Hosts times wildcards; a file with more of both is looked at in part.
    private const int MostHosts = 200;

    public static void Run(CheckedFile file)
    {
        var exact = file.Table.Exact.Keys.Take(MostHosts).ToList();
        foreach (var route in file.PostHogRoutes.Where(route => route.Host is { IsWildcard: true }).GroupBy(route => route.Host).Select(routes => routes.First()).Take(MostHosts))
        {
            var hiding = exact.Where(host => route.Host!.Value.Takes(host.Name, host.Port ?? 443) && !HasPostHog(file, host)).ToList();
            if (hiding.Count > 0)
            {
                file.Tell(
                    PomeriumFindingRules.HiddenWildcard,
                    route,
                    route.Route.FromText!.Range,
                    $"{Named(hiding)} has routes of its own, so its requests never reach this wildcard. An exact host doesn't fall back to a wildcard.",
                    "Write the routes to PostHog for that host too, or exclude it from the wildcard.");
            }
        }

        var apps = file.Table.Wildcards.Where(entry => !entry.Route.IsPostHog).Take(MostHosts).ToList();
        foreach (var host in exact)
        {
            var routes = file.Table.Exact[host];
            if (routes.FirstOrDefault(entry => entry.Route.IsPostHog) is { } posthog
                && routes.TrueForAll(entry => entry.Route.IsPostHog && !entry.Match.IsCatchAll)
                && apps.Find(entry => entry.Host.Takes(host.Name, host.Port ?? 443)) is { } app)
            {
                file.Tell(
                    PomeriumFindingRules.HiddenWildcard,
                    file.Routes[posthog.Route.Index],
                    posthog.Route.FromText!.Range,
                    $"With routes of its own, {host} no longer uses {app.Route.Label} ({app.Host}). Every other path of the host is answered with 404.",
                    $"Write a route for the app with from: https://{host} too, after the routes to PostHog.");
            }
        }
    }

    private static bool HasPostHog(CheckedFile file, RouteHost host) => file.Table.Exact[host].Exists(entry => entry.Route.IsPostHog);

    private static string Named(List<RouteHost> hosts) =>
        string.Join(", ", hosts.Take(3)) + (hosts.Count > 3 ? $" (and {hosts.Count - 3} more)" : "");
}
