using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// E018. A route's identity is from, prefix, path, regex and to; name and policy are not in it (P:config/policy.go, RouteID). With the
/// same name, too, the file makes no clusters; with another, the policy of the later route judges both.
/// </summary>
internal static class DuplicateChecks
{
    public static void Run(CheckedFile file)
    {
        if (file.Configuration.IsZero)
        {
            return;
        }

        var seen = new Dictionary<string, CheckedRoute>(StringComparer.Ordinal);
        foreach (var route in file.Routes)
        {
            if (route.Route.From is null || route.Route.Targets.Count == 0 || route.Route.Find("redirect") is not null || route.Route.Find("response") is not null)
            {
                continue;
            }

            var identity = Identity(route.Route);
            if (!seen.TryGetValue(identity, out var first))
            {
                seen[identity] = route;
                continue;
            }

            var sameName = (route.Route.Name ?? "") == (first.Route.Name ?? "");
            if (sameName || route.Route.IsPostHog)
            {
                file.Tell(
                    PomeriumFindingRules.Duplicate,
                    route,
                    route.Route.Place,
                    sameName
                        ? $"The route is the same as {first.Route.Label}; Pomerium does not take a file with both (\"route … is not unique\")."
                        : $"To Pomerium the route is the same as {first.Route.Label}, since a name makes no difference: the policy of this one, the later, judges both.",
                    "Keep one of them.");
            }
        }
    }

    private static string Identity(PomeriumRoute route) => string.Join(
        "\n",
        new[] { route.FromText!.Value, route.Prefix ?? "", route.Path ?? "", route.Regex ?? "" }.Concat(route.Targets.Select(target => $"{Identity(target)} {target.Weight}")));

    // As net/url takes it apart: the scheme in lower case; the query is not in the identity.
    private static string Identity(RouteTarget target)
    {
        var text = target.Text.Split('?')[0];
        return target.Url is { } url ? text.Remove(0, url.Scheme.Length).Insert(0, url.Scheme) : text;
    }
}
