using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>Where in a file the missing routes go.</summary>
internal static class NewPlaces
{
    /// <summary>The changes; none where no place is sure.</summary>
    public static IReadOnlyList<TextEdit> For(PomeriumConfiguration configuration, ProxyDescription proxy, List<ProxyRoute> missing)
    {
        var own = configuration.Routes.FirstOrDefault(route => RoutePlace.HasHost(route, proxy));
        if (own is null)
        {
            return Elsewhere(configuration, proxy, missing);
        }

        // What is there of the set-up comes first where it is narrower: the route for the rest goes right behind it.
        var there = ProxyRoutes.Of(proxy).Select(route => RoutePlace.Of(configuration, proxy, route)).Where(place => place.IsServed).Select(place => place.Taking!);
        var rest = missing.FindAll(route => route.Prefix == (proxy.Base.Length == 0 ? null : proxy.Base + "/"));
        if (rest.Count == 0 || there.OrderBy(route => route.Index).LastOrDefault() is not { } last)
        {
            return Insert(configuration, own, behind: false, missing);
        }

        var narrow = missing.FindAll(route => !rest.Contains(route));
        return [.. narrow.Count == 0 ? [] : Insert(configuration, own, behind: false, narrow), .. Insert(configuration, last, behind: true, rest)];
    }

    // The routes of one host need no order among those of others. In brackets the first place leaves every line as it is; the last wants a comma.
    private static IReadOnlyList<TextEdit> Elsewhere(PomeriumConfiguration configuration, ProxyDescription proxy, List<ProxyRoute> missing)
    {
        if (configuration.Routes.Count == 0)
        {
            return FirstRoutes.In(configuration, proxy);
        }

        var last = configuration.Routes[configuration.Routes.Count - 1];
        var first = configuration.Routes.First(route => route.List == last.List);
        var isFlow = configuration.Root.Find(last.List)?.Value is { IsFlow: true };
        return Insert(configuration, isFlow ? first : last, behind: !isFlow, missing);
    }

    private static IReadOnlyList<TextEdit> Insert(PomeriumConfiguration configuration, PomeriumRoute beside, bool behind, List<ProxyRoute> routes) =>
        RouteMoves.Insert(configuration, beside, behind, routes.Select(route => route.Keys));
}
