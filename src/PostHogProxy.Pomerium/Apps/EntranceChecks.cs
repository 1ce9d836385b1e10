using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>E022: a visitor who has not signed in does not get through to the app's own proxy, or the app gets another path than it maps.</summary>
internal static class EntranceChecks
{
    private const string Switch = "allow_public_unauthenticated_access";

    // What posthog-js asks for first: its script, the flags, an event.
    private static readonly (string Method, string Path)[] Samples = [("GET", "/static/array.js"), ("POST", "/flags/"), ("POST", "/e/")];

    private static readonly string[] Causes = ["allow_any_authenticated_user", "allowed_users", "allowed_domains", "allowed_idp_claims", "policy"];

    public static void Run(CheckedFile file, IReadOnlyList<IReadOnlyList<Entrance>> groups)
    {
        foreach (var group in groups)
        {
            var obstacles = group.Select(entrance => Find(file, entrance)).ToList();
            if (obstacles.TrueForAll(obstacle => obstacle is not null))
            {
                Tell(file, obstacles[0]!);
            }
        }
    }

    // Null where everything gets through, and where that cannot be told.
    private static Obstacle? Find(CheckedFile file, Entrance entrance)
    {
        foreach (var (method, path) in Samples)
        {
            if (!Uri.TryCreate(entrance.Address + path, UriKind.Absolute, out var url))
            {
                return null;
            }

            var explained = Explain.Of(file.Configuration, file.Table, url, method);
            var route = explained.RouteIndex is { } index ? file.Routes[index] : null;
            switch (explained.Outcome)
            {
                case Outcome.Unknown:
                    return null;
                case Outcome.Through when explained.Upstream is not { } upstream || IsAsMapped(entrance, upstream, path):
                    break;
                default:
                    return route is not null && (route.IsMiswritten(Switch) || route.IsMiswritten("policy") || route.IsMiswritten("prefix_rewrite"))
                        ? null
                        : new(entrance, url, new(url.AbsolutePath, method), explained, route);
            }
        }

        return null;
    }

    // What Pomerium itself sends to PostHog is judged as a route to PostHog.
    private static bool IsAsMapped(Entrance entrance, string upstream, string path) =>
        !Uri.TryCreate(upstream, UriKind.Absolute, out var sent)
        || PostHogHost.Of(sent.Host).Kind != HostKind.Foreign
        || sent.AbsolutePath.EndsWith(entrance.Proxy.Path!.TrimEnd('/') + path, StringComparison.OrdinalIgnoreCase);

    private static void Tell(CheckedFile file, Obstacle found)
    {
        var routes = HostRoutes.Of(file, found.Url);
        if ((found.Route ?? (routes.Count > 0 ? routes[0] : null)) is not { } route)
        {
            return;
        }

        var range = found.Route is null ? route.Route.Place
            : found.Explained.Outcome == Outcome.Through ? (route.Route.Find("prefix_rewrite") ?? route.Route.Find("regex_rewrite_pattern"))?.Value.Range ?? route.Route.TargetRange
            : Causes.Select(route.Route.Find).FirstOrDefault(entry => entry is not null)?.Key.Range ?? route.Route.TargetRange;
        file.Tell(PomeriumFindingRules.ProxyClosed, route, range, Message(found), Fix(file, found, routes));
    }

    private static string Message(Obstacle found)
    {
        var what = $"Visitors reach the app's proxy at {found.Entrance.Address}, ";
        return what + found.Explained.Outcome switch
        {
            Outcome.Through => $"but this route sends the app '{new Uri(found.Explained.Upstream!).AbsolutePath}' for '{found.Url.AbsolutePath}', which is not below '{found.Entrance.Proxy.Path}'.",
            Outcome.Login or Outcome.Unauthorized401 => "but this route redirects them to the sign-in page. Without a session, PostHog's scripts and events are lost.",
            Outcome.NotFound404 => $"but no route of the host takes '{found.Url.AbsolutePath}', so it is answered with 404.",
            Outcome.ClientCertificate495 => "but every visitor without a client certificate is refused (495).",
            Outcome.OwnAnswer or Outcome.BadRequest400 => "but Pomerium answers that path itself.",
            _ => "but this route answers 403 to everybody who isn't signed in.",
        };
    }

    private static string Fix(CheckedFile file, Obstacle found, IReadOnlyList<CheckedRoute> routes)
    {
        var path = found.Entrance.Path;
        switch (found.Explained.Outcome)
        {
            case Outcome.Through:
                return $"Remove the rewrite. The app then gets '{found.Entrance.Proxy.Path}', as it maps it.";
            case Outcome.ClientCertificate495:
                return "Ask for certificates in the policies of the other routes (enforcement: policy).";
            case Outcome.OwnAnswer or Outcome.BadRequest400:
                return "Give the proxy another path.";
        }

        if (file.Configuration.IsZero)
        {
            return $"Add a route{Prefix(path)} to the app with a policy of Public Access (accept), not enforced.";
        }

        if (routes.FirstOrDefault(route => route != found.Route && !route.Match.IsCatchAll && route.Match.Takes(found.Request.Path) == true && route.Policy.For(found.Request) == Outcome.Through) is { } open)
        {
            return $"Put {open.Route.Label}, which is open to everybody, before it. Pomerium tries a file's routes in the order they are written.";
        }

        return found.Route is { } own && own.Match.Value.TrimEnd('/') == path
            ? own.Policy.For(found.Request, _ => true, asIfPublic: true) == Outcome.Through
                ? $"Write {Switch}: true in the route, and no allowed_users or allowed_domains beside it."
                : "Remove the part of its policy that denies visitors who aren't signed in."
            : $"Add a route{Prefix(path)} and {Switch}: true to the same upstream, before the others of the host.";
    }

    private static string Prefix(string path) => path.Length == 0 ? "" : $" with prefix: {path}/";

    private sealed record Obstacle(Entrance Entrance, Uri Url, AnonymousRequest Request, Explanation Explained, CheckedRoute? Route);
}
