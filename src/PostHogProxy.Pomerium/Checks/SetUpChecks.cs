using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// E008 and I060: what one <c>api_host</c> needs. The routes of one host under one path belong together: the folder /static, the folder
/// /array, and the rest. A host with regular expressions in its routes to PostHog is left alone: what they cover cannot be told.
/// </summary>
internal static class SetUpChecks
{
    public static void Run(CheckedFile file)
    {
        // A route whose from or to is refused may be the one that seems to be missing.
        if (file.Routes.Any(route => route.MentionsPostHog && (route.Host is null || !route.Route.IsPostHog)))
        {
            return;
        }

        foreach (var host in file.PostHogRoutes.Where(route => route.Host is not null).GroupBy(route => route.Host!.Value))
        {
            if (host.All(route => route.Base is not null || route.Match.Kind == MatchKind.Path))
            {
                foreach (var set in host.Where(route => route.Base is not null && route.Match.Kind == MatchKind.Prefix).GroupBy(route => route.Base!))
                {
                    Judge(file, host.Key, set.Key, [.. set]);
                }
            }
        }
    }

    private static void Judge(CheckedFile file, RouteHost host, string path, List<CheckedRoute> routes)
    {
        // Where a rewrite is wrong (E012, E013) the prefix still says what is meant.
        var main = routes.Find(route => Folder(route) is "");
        var assets = routes.Find(route => Folder(route) is "static");
        var array = routes.Find(route => Folder(route) is "array");
        if (main is not null && assets is null)
        {
            var missing = array is null ? new[] { "static", "array" } : ["static"];
            if (!file.Told(PomeriumFindingRules.WrongHost, main))
            {
                file.Tell(
                    PomeriumFindingRules.MissingRoute,
                    main,
                    main.Route.Place,
                    $"{host}{path} has no route for {path}/static/. PostHog's scripts come from {main.Region.Assets}.",
                    $"Add a route with prefix {path}/static/ to https://{main.Region.Assets}, before this one.",
                    NewRoutes.Add(file, main, behind: false, [.. missing.Select(folder => (path, folder, main.Region.Assets))]));
            }
        }
        else if (main is null && assets is null && array is null && routes.Find(TakesEvents) is { } part && !HasApp(file, host))
        {
            // Events have routes of their own, path by path; scripts have none, and no app that may have them.
            if (!file.Told(PomeriumFindingRules.WrongHost, part) && !file.Told(PomeriumFindingRules.MissingRewrite, part) && !file.Told(PomeriumFindingRules.BrokenRewrite, part))
            {
                file.Tell(
                    PomeriumFindingRules.MissingRoute,
                    part,
                    part.Route.Place,
                    $"{host}{path} has routes for events, but none for {path}/static/. PostHog's scripts come from {part.Region.Assets}.",
                    $"Add a route with prefix {path}/static/ to https://{part.Region.Assets}.",
                    NewRoutes.Add(file, part, behind: false, [(path, "static", part.Region.Assets), (path, "array", part.Region.Assets)]));
            }
        }
        else if (main is null && (assets ?? array) is { } found && !HasOwnProxy(file, host, path) && !TakesEvents(file, host, path))
        {
            file.Tell(
                PomeriumFindingRules.MissingRoute,
                found,
                found.Route.Place,
                $"{host}{path} has a route for PostHog's scripts, but none for events. Events are sent to {found.Region.Ingest}.",
                $"Add a route{(path.Length == 0 ? "" : $" with prefix {path}/")} to https://{found.Region.Ingest}, behind this one.",
                NewRoutes.Add(file, routes[routes.Count - 1], behind: true, [(path, "", found.Region.Ingest)]));
        }
        else if (main is not null && assets is not null && array is null)
        {
            file.Tell(
                PomeriumFindingRules.NoArrayRoute,
                assets,
                assets.Route.Place,
                $"{host}{path} has no route for {path}/array/. Remote config then comes from the ingest host, uncached.",
                $"Add a route with prefix {path}/array/ to https://{assets.Region.Assets}.",
                NewRoutes.Add(file, assets, behind: false, [(path, "array", assets.Region.Assets)]));
        }
        else if (array?.PostHog.Kind == HostKind.Ingest)
        {
            file.Tell(
                PomeriumFindingRules.NoArrayRoute,
                array,
                array.Route.TargetRange,
                $"{path}/array/ goes to the ingest host, which sends remote config uncached.",
                $"Write https://{array.Region.Assets}.");
        }
    }

    // Flags alone are no set-up of their own: the client has flags_api_host for them.
    private static bool TakesEvents(CheckedRoute route) =>
        route.SentPrefix is { } sent && Folder(route) is null && CheckedRoute.IsClientPath(sent)
        && !sent.StartsWith("/flags", StringComparison.Ordinal) && !sent.StartsWith("/decide", StringComparison.Ordinal);

    private static bool HasApp(CheckedFile file, RouteHost host) => file.Routes.Any(route => !route.Route.IsPostHog && route.Host == host);

    // Path by path, as prefixes or whole paths, one is enough: which of them a client needs is its own business.
    private static bool TakesEvents(CheckedFile file, RouteHost host, string path) => file.PostHogRoutes.Any(route =>
        route.Host == host && route.Match.Value.StartsWith(path + "/", StringComparison.Ordinal)
        && (route.Match.Kind == MatchKind.Path ? !IsOfAssets(route.Match.Value.Substring(path.Length)) : route.Match.Kind == MatchKind.Prefix && Folder(route) is null));

    private static bool IsOfAssets(string path) =>
        path.StartsWith("/static/", StringComparison.Ordinal) || path.StartsWith("/array/", StringComparison.Ordinal);

    // What of PostHog's the route is for: "static", "array", "" for the rest; null for a part of the rest.
    private static string? Folder(CheckedRoute route)
    {
        var prefix = route.Match.Value.TrimEnd('/');
        if (route.SendsStatic || prefix.EndsWith("/static", StringComparison.Ordinal))
        {
            return "static";
        }

        if (route.SendsArray || prefix.EndsWith("/array", StringComparison.Ordinal))
        {
            return "array";
        }

        return route.SendsAll || prefix == route.Base ? "" : null;
    }

    // The app takes the events itself where it has a route of its own for the path, or for all of the host.
    private static bool HasOwnProxy(CheckedFile file, RouteHost host, string path) => file.Routes.Any(route =>
        !route.Route.IsPostHog && route.Host == host && route.Match.Kind == MatchKind.Prefix
        && (route.Match.Value.TrimEnd('/') == path || (path.Length == 0 && route.Match.IsCatchAll)));
}
