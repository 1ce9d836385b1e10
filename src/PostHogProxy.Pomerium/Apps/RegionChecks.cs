using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>E009 between the file and the app: the routes lead to one region, the app's proxies or the <c>ui_host</c> of its scripts to the other.</summary>
internal static class RegionChecks
{
    private const string Cure = "One of the two is wrong. Look in PostHog which region the project is in.";

    public static void Run(CheckedFile file, AppSetUp app)
    {
        // One mistake, one finding: a file of two regions is told by itself.
        if (file.PostHogRoutes.Any(route => file.Told(PomeriumFindingRules.WrongHost, route)))
        {
            return;
        }

        if (!Proxies(file, app))
        {
            foreach (var client in app.Clients.Where(client => client.Ui.Host.Kind == HostKind.App && client.Ui.Host.Region is not null && !app.HasProxyOf(client)))
            {
                Client(file, client);
            }
        }
    }

    private static bool Proxies(CheckedFile file, AppSetUp app)
    {
        var mapped = app.Proxies.Select(proxy => proxy.IsSelfHosted ? null : proxy.Region).Distinct().ToList();
        var routed = file.PostHogRoutes.Select(route => route.PostHog.Region).Distinct().Take(2).ToList();
        if (!app.AllKnown || mapped.Count == 0 || mapped.Contains(null) || routed.Count != 1 || routed[0] is not { } region || mapped.Contains(region))
        {
            return false;
        }

        Tell(
            file,
            file.PostHogRoutes[0],
            $"The route leads to the region {ProxiesOfClient.Name(region)}, but the proxy that the app maps at '{app.Proxies[0].Path}' sends to {ProxiesOfClient.Name(mapped[0]!.Value)}. "
            + "PostHog answers 200 to events of a project of the other region and drops them.");
        return true;
    }

    private static void Client(CheckedFile file, AppClient client)
    {
        if (Served(file, client) is { PostHog.Region: { } region } route && region != client.Ui.Host.Region)
        {
            Tell(
                file,
                route,
                $"api_host {client.Api.Shown} in {client.File} leads to this route of the region {ProxiesOfClient.Name(region)}, but ui_host {client.Ui.Shown} beside it is of "
                + $"{ProxiesOfClient.Name(client.Ui.Host.Region!.Value)}.");
        }
    }

    /// <summary>The route to PostHog that takes a client's events; null where there is none, or more than one may.</summary>
    private static CheckedRoute? Served(CheckedFile file, AppClient client)
    {
        if (client.Address is { } address)
        {
            return Uri.TryCreate(address + "/e/", UriKind.Absolute, out var url)
                && HostRoutes.Of(file, url).FirstOrDefault(route => route.Match.Takes(url.AbsolutePath) != false) is { Route.IsPostHog: true } route
                && route.Match.Takes(url.AbsolutePath) == true
                ? route
                : null;
        }

        var routes = client.Path is { Length: > 0 } path ? file.PostHogRoutes.Where(route => route.Base == path).ToList() : [];
        return routes.Select(route => route.PostHog.Region).Distinct().Take(2).Count() == 1 ? routes[0] : null;
    }

    private static void Tell(CheckedFile file, CheckedRoute route, string message)
    {
        var target = route.Route.Targets.First(target => target.IsPostHog);
        file.Tell(PomeriumFindingRules.WrongHost, route, target.Range, message, Cure);
    }
}
