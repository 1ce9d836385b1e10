using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>E009: the application or an older name in place of the ingest host, the two hosts exchanged, regions mixed.</summary>
internal static class UpstreamChecks
{
    private const string OneRegion = "Use the hosts of your project's region.";

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            foreach (var target in route.Route.Targets.Where(target => target.IsPostHog))
            {
                Kind(file, route, target);
            }

            Shared(file, route);
        }

        foreach (var routes in file.PostHogRoutes.Where(route => route.Base is not null).GroupBy(route => (route.Host, route.Base)))
        {
            Regions(file, [.. routes]);
        }
    }

    private static void Kind(CheckedFile file, CheckedRoute route, RouteTarget target)
    {
        var region = RegionHosts.Of(target.Host.Region ?? PostHogRegion.Us);
        var right = route.SendsAssets ? region.Assets : region.Ingest;
        string? message = target.Host.Kind switch
        {
            HostKind.App => $"{target.Url!.Host} is PostHog's application. It doesn't accept events.",
            HostKind.Legacy => $"{target.Url!.Host} is an old host name of PostHog.",
            HostKind.Website => $"{target.Url!.Host} accepts no events and serves no scripts.",
            HostKind.Ingest when route.SendsStatic => $"The ingest host {target.Url!.Host} doesn't serve /static. The assets host does.",
            HostKind.Assets when route.SentPrefix is not null && !route.SendsAssets && !IsFolderLost(route) => $"The assets host {target.Url!.Host} accepts no events. It has only /static and /array.",
            _ => null,
        };
        if (message is not null)
        {
            Tell(file, route, target, message, right);
        }
    }

    // The prefix says /static or /array, and a rewrite takes it away: that is E012.
    private static bool IsFolderLost(CheckedRoute route)
    {
        var prefix = route.Match.Value.TrimEnd('/');
        return prefix.EndsWith("/static", StringComparison.Ordinal) || prefix.EndsWith("/array", StringComparison.Ordinal);
    }

    private static void Shared(CheckedFile file, CheckedRoute route)
    {
        var targets = route.Route.Targets.Where(target => target.Host.Region is not null).ToList();
        if (targets.Find(target => target.Host.Region != targets[0].Host.Region) is { } other)
        {
            file.Tell(
                PomeriumFindingRules.WrongHost,
                route,
                other.Range,
                $"The route shares its requests between the regions {targets[0].Host.Region} and {other.Host.Region}. PostHog answers 200 to events of the other region and drops them.",
                OneRegion);
        }
    }

    private static void Regions(CheckedFile file, List<CheckedRoute> routes)
    {
        var first = routes.Find(route => route.PostHog.Region is not null);
        var other = routes.Find(route => route.PostHog.Region is { } region && region != first!.PostHog.Region);
        if (other is null || file.Told(PomeriumFindingRules.WrongHost, other))
        {
            return;
        }

        var target = other.Route.Targets.First(target => target.IsPostHog);
        file.Tell(
            PomeriumFindingRules.WrongHost,
            other,
            target.Range,
            $"The route leads to the region {other.PostHog.Region}, {first!.Route.Label} on the same host to {first.PostHog.Region}. PostHog answers 200 to events of the other region and drops them.",
            OneRegion);
    }

    private static void Tell(CheckedFile file, CheckedRoute route, RouteTarget target, string message, string right)
    {
        var url = target.Url!;
        var range = new TextRange(target.Range.Start, target.Range.Length);
        var written = file.Configuration.Text.Substring(range.Start, range.Length);
        var at = written.IndexOf(url.Host, StringComparison.OrdinalIgnoreCase);
        file.Tell(
            PomeriumFindingRules.WrongHost,
            route,
            at < 0 ? range : new(range.Start + at, url.Host.Length),
            message,
            $"Write https://{right}.",
            at < 0 ? null : [new TextEdit(new(range.Start + at, url.Host.Length), right)]);
    }
}
