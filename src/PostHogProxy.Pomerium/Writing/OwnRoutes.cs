using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>
/// Routes to PostHog that a file has already for the host and path that are wanted, as PostHog's guide has them: what the checks offer for
/// cookies, identity and raw prefixes is done, so that they are routes of the set-up and nothing is left to say of them.
/// </summary>
internal static class OwnRoutes
{
    private const int MostRounds = 50;

    private static readonly FindingRule[] Mends =
    [
        PomeriumFindingRules.IdentityHeaders, PomeriumFindingRules.Cookies, PomeriumFindingRules.RawPrefix,
    ];

    public static PomeriumConfiguration Mended(PomeriumConfiguration configuration, ProxyDescription proxy, CancellationToken ct)
    {
        if (proxy.App is not null)
        {
            return configuration;
        }

        for (var round = 0; round < MostRounds; round++)
        {
            var next = PomeriumChecks.Diagnose(configuration).FirstOrDefault(diagnosis => IsOwn(configuration, diagnosis, proxy));
            if (next is null)
            {
                break;
            }

            var changed = PomeriumConfiguration.Read(TextEdit.Apply(configuration.Text, next.Edits), ct: ct);
            if (changed.Text == configuration.Text || !KeepsOthers(configuration, changed, proxy))
            {
                break;
            }

            configuration = changed;
        }

        return configuration;
    }

    // Open routes of the region and the path that are wanted: what is closed or leads elsewhere is somebody's business.
    private static bool IsOwn(PomeriumConfiguration configuration, Diagnosis diagnosis, ProxyDescription proxy) =>
        diagnosis.Edits.Count > 0
        && diagnosis.Route is { IsPostHog: true } route
        && Mends.Any(rule => rule.Id == diagnosis.Finding.Id)
        && IsOf(configuration, route, proxy)
        && route.PostHog.Region == proxy.Region;

    private static bool IsOf(PomeriumConfiguration configuration, PomeriumRoute route, ProxyDescription proxy) =>
        RoutePlace.HasHost(route, proxy) && new CheckedRoute(configuration, route).Base == proxy.Base;

    private static bool KeepsOthers(PomeriumConfiguration before, PomeriumConfiguration after, ProxyDescription proxy)
    {
        return Others(before).SequenceEqual(Others(after), StringComparer.Ordinal);

        IEnumerable<string> Others(PomeriumConfiguration configuration) => configuration.Routes
            .Where(route => !route.IsPostHog || !RoutePlace.HasHost(route, proxy))
            .Select(route => SameRoutes.Written(route.Node));
    }
}
