using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// E018. A route's identity is from, prefix, path, regex and to; name and policy are not in it (P:config/policy.go, RouteID). With the
/// same name, too, the file makes no clusters; with another, the policy of the later route judges both.
/// </summary>
internal static class DuplicateChecks
{
    private static readonly string[] AccessKeys =
        ["allow_public_unauthenticated_access", "allow_any_authenticated_user", "allowed_users", "allowed_domains", "allowed_idp_claims", "cors_allow_preflight", "policy", "sub_policies"];

    public static void Run(CheckedFile file)
    {
        if (file.Configuration.IsZero)
        {
            return;
        }

        var seen = new Dictionary<string, CheckedRoute>(StringComparer.Ordinal);
        foreach (var route in file.Routes)
        {
            if (route.Route.From is null || route.Route.Targets.Count == 0)
            {
                continue;
            }

            var identity = RouteIdentity.Of(route.Route);
            if (!seen.TryGetValue(identity, out var first))
            {
                seen[identity] = route;
                continue;
            }

            // The app's own routes are told where it matters who gets in: the later policy takes the place of the earlier.
            var sameName = (route.Route.Name ?? "") == (first.Route.Name ?? "");
            if (sameName || route.Route.IsPostHog || Access(file, route) != Access(file, first))
            {
                file.Tell(
                    PomeriumFindingRules.Duplicate,
                    route,
                    route.Route.Place,
                    sameName
                        ? $"The route is the same as {first.Route.Label}. Pomerium does not load a file with both (\"route … is not unique\")."
                        : $"To Pomerium, this route and {first.Route.Label} are the same, because names don't count. The policy of this later route applies to both.",
                    "Keep one of them.");
            }
        }
    }

    private static string Access(CheckedFile file, CheckedRoute route) => string.Join(
        "\n",
        AccessKeys.Select(route.Route.Find).Select(entry => entry is null ? "" : file.Configuration.Text.Substring(entry.Value.Range.Start, entry.Value.Range.Length)));
}
