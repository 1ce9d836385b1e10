using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>Judges a configuration and how it fits the app in front of which it stands.</summary>
internal static class AppChecks
{
    private const string Name = "posthog";

    /// <summary>
    /// A file that does not speak of PostHog and leads to no proxy of the app is none of our business; one that only leads to a proxy is judged
    /// for what keeps requests from it.
    /// </summary>
    public static IReadOnlyList<Finding> Judge(PomeriumConfiguration configuration, AppSetUp app, IReadOnlyList<FilterList> lists, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var isNamed = configuration.Text.IndexOf(Name, 0, StringComparison.OrdinalIgnoreCase) >= 0;
        if (!isNamed && app.Proxies.Count == 0)
        {
            return [];
        }

        IReadOnlyList<IReadOnlyList<Entrance>> entrances = [];
        var findings = PomeriumChecks.Diagnose(configuration, lists, file =>
        {
            ct.ThrowIfCancellationRequested();
            var own = Entrances.Of(file, app);
            EntranceChecks.Run(file, own);
            entrances = [.. entrances, .. own];
            RegionChecks.Run(file, app);
            ApiHostChecks.Run(file, app);
        }).Select(diagnosis => diagnosis.Finding);
        return isNamed ? [.. findings] : entrances.Count > 0 ? [.. findings.Where(PomeriumFindingRules.Breaks)] : [];
    }
}
