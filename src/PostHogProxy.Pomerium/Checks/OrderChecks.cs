using PostHogProxy.Pomerium.Checks.Edits;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// E006 and E007: routes of a file that are never reached because an earlier one on the same host takes their requests. One finding for
/// one route that stands too early, however many it hides. Routes of the app among themselves are the app's business.
/// </summary>
internal static class OrderChecks
{
    public static void Run(CheckedFile file)
    {
        if (file.Configuration.IsZero)
        {
            return;
        }

        foreach (var host in file.Routes.Where(route => route.Host is not null).GroupBy(route => route.Host!.Value))
        {
            var earlier = new EarlierRoutes();
            var hidden = new Dictionary<CheckedRoute, List<CheckedRoute>>();
            var order = new List<CheckedRoute>();
            foreach (var route in host)
            {
                var cause = file.Told(PomeriumFindingRules.Duplicate, route) ? null : earlier.Hides(route.Match);
                if (cause is null)
                {
                    earlier.Add(route);
                }
                else if (hidden.TryGetValue(cause, out var others))
                {
                    others.Add(route);
                }
                else
                {
                    hidden[cause] = [route];
                    order.Add(cause);
                }
            }

            foreach (var cause in order)
            {
                Tell(file, cause, hidden[cause]);
            }
        }
    }

    private static void Tell(CheckedFile file, CheckedRoute cause, List<CheckedRoute> hidden)
    {
        var mattering = hidden.Where(route => route.Route.IsPostHog || cause.Route.IsPostHog).ToList();
        if (mattering.Count == 0)
        {
            return;
        }

        var first = mattering[0];
        var others = mattering.Count == 1 ? "" : $" These aren't reached either: {string.Join(", ", mattering.Skip(1).Take(5).Select(route => route.Route.Label))}.";
        var isSame = first.Match.TakesAllOf(cause.Match);
        var fix = isSame ? "Keep one of them, or give them different paths." : $"Put {cause.Route.Label} behind {mattering[mattering.Count - 1].Route.Label}.";
        var edits = isSame || cause.Route.List != mattering[mattering.Count - 1].Route.List
            ? []
            : RouteMoves.Behind(file.Configuration, cause.Route, mattering[mattering.Count - 1].Route);
        var isCatchAll = cause.Match.IsCatchAll && cause.Route.IsPostHog != first.Route.IsPostHog;
        if (isCatchAll && cause.Route.IsPostHog)
        {
            file.Tell(
                PomeriumFindingRules.CatchAllOrder,
                cause,
                cause.Route.Place,
                $"The route takes every path of {cause.Host}, so {first.Route.Label} behind it is never reached. Pomerium tries a file's routes in the order they are written.{others}",
                fix,
                edits);
            return;
        }

        file.Tell(
            isCatchAll ? PomeriumFindingRules.CatchAllOrder : PomeriumFindingRules.Shadowed,
            first,
            (first.Route.Find("regex") ?? first.Route.Find("path") ?? first.Route.Find("prefix"))?.Value.Range ?? first.Route.Place,
            $"The route is never reached. {cause.Route.Label} comes before it and takes {cause.Match}. Pomerium tries a file's routes in the order they are written.{others}",
            fix,
            edits);
    }
}
