using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>E023: the <c>api_host</c> of a script is on a host of the file, but under a path that leads neither to PostHog nor to a proxy of the app.</summary>
internal static class ApiHostChecks
{
    private const string Event = "/e/";

    public static void Run(CheckedFile file, AppSetUp app)
    {
        foreach (var client in app.Clients)
        {
            if (client.Address is { } address && !app.HasProxyOf(client) && Uri.TryCreate(address + Event, UriKind.Absolute, out var url))
            {
                Judge(file, app, client, url);
            }
        }
    }

    private static void Judge(CheckedFile file, AppSetUp app, AppClient client, Uri url)
    {
        var routes = HostRoutes.Of(file, url);
        if (routes.Count == 0)
        {
            return;
        }

        var explained = Explain.Of(file.Configuration, file.Table, url, "POST");
        var route = explained.RouteIndex is { } index ? file.Routes[index] : null;
        var known = routes.Where(each => each.Route.IsPostHog && each.Base is not null).ToList();
        var main = known.Find(each => each.SendsAll) ?? known.FirstOrDefault();
        var what = route switch
        {
            null when explained.Outcome == Policies.Outcome.NotFound404 => "no route of the host takes it, so it is answered with 404",
            { Route.IsPostHog: true } when IsSentAs(explained, url) && !IsToldElsewhere(file, route) =>
                $"PostHog gets the path '{new Uri(explained.Upstream!).AbsolutePath}', which it doesn't know",
            { Route.IsPostHog: false } when main is not null && explained.Upstream is not null && app.AllKnown => $"{route.Route.Label} takes it to an app that has no proxy there",
            _ => null,
        };
        if (what is null)
        {
            return;
        }

        var place = main ?? route ?? routes[0];
        var served = main is { Base: { } path, Host: { IsWildcard: false } host } ? $"https://{host}{path}" : null;
        file.Tell(
            PomeriumFindingRules.ApiHostNotServed,
            place,
            place.Route.Place,
            $"api_host {client.Api.Shown} in {client.File} leads to this host, but {what}.",
            served is null || served == client.Address ? "Add routes to PostHog for that path, or write in api_host what the routes serve." : $"Write api_host: '{served}', or routes for that path.");
    }

    // Not as the client means it: an event goes to /e/ and nowhere else.
    private static bool IsSentAs(Explanation explained, Uri url) =>
        explained.Upstream is { } upstream && Uri.TryCreate(upstream, UriKind.Absolute, out var sent)
        && PostHogHost.Of(sent.Host).Kind != HostKind.Foreign && sent.AbsolutePath != Event && url.AbsolutePath != Event;

    private static bool IsToldElsewhere(CheckedFile file, CheckedRoute route) =>
        file.Told(PomeriumFindingRules.BrokenRewrite, route) || file.Told(PomeriumFindingRules.MissingRewrite, route) || file.Told(PomeriumFindingRules.TwoRewrites, route)
        || file.Told(PomeriumFindingRules.CatchAllOrder, route) || file.Told(PomeriumFindingRules.Shadowed, route);
}
