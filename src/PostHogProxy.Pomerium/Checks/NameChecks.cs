using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// W044: what blockers make of the path that visitors ask for, or of a host that is PostHog's alone. As with a proxy in the app, the host
/// of a path is the page's own and is not judged.
/// </summary>
internal static class NameChecks
{
    // Each is asked about as some fifty addresses against every list; more names than this is no configuration anybody wrote.
    private const int MostNames = 50;

    public static void Run(CheckedFile file, IReadOnlyList<FilterList> lists)
    {
        var sets = file.PostHogRoutes.Where(route => route.Host is not null && route.Base is not null).GroupBy(route => (Host: route.Host!.Value, Path: route.Base!));
        foreach (var set in sets.Take(MostNames))
        {
            var route = set.First();
            var host = set.Key.Host;
            if (set.Key.Path.Length > 0)
            {
                Tell(file, route, route.Route.Find("prefix")!.Value.Range, PathRules.Judge(set.Key.Path, lists, route.Route.Label, host.Name));
            }
            else if (file.Routes.All(other => other.Host != host || other.Route.IsPostHog))
            {
                Tell(file, route, route.Route.FromText!.Range, HostRules.Judge(host.Name, lists, route.Route.Label));
            }
        }
    }

    private static void Tell(CheckedFile file, CheckedRoute route, TextRange range, IReadOnlyList<Finding> judged)
    {
        foreach (var finding in judged)
        {
            // What is only worth knowing of the path in the app is no more than that here.
            file.Tell(PomeriumFindingRules.GuessableName with { Severity = finding.Severity }, route, range, finding.Message, finding.Fix!);
        }
    }
}
