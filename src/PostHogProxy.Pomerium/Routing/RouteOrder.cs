using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// The order in which routes are tried. A file's is its own. Zero, Enterprise and Ingress sort: from up, path down, regex_priority_order
/// down, regex down, prefix down, each empty one last (P:config/policy.go, SortPolicies).
/// </summary>
internal static class RouteOrder
{
    public static IReadOnlyList<PomeriumRoute> Of(PomeriumConfiguration configuration)
    {
        if (!configuration.IsZero)
        {
            return configuration.Routes;
        }

        return
        [
            .. configuration.Routes
                .OrderBy(route => route.FromText?.Value ?? "", StringComparer.Ordinal)
                .ThenByDescending(route => route.Path ?? "", StringComparer.Ordinal)
                .ThenByDescending(Priority)
                .ThenByDescending(route => route.Regex ?? "", StringComparer.Ordinal)
                .ThenByDescending(route => route.Prefix ?? "", StringComparer.Ordinal),
        ];
    }

    private static long Priority(PomeriumRoute route) =>
        long.TryParse(route.Text("regex_priority_order"), out var priority) ? priority : long.MinValue;
}
