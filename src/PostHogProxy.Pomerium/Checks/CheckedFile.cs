using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>A configuration on its way through the checks, with what they have told so far.</summary>
internal sealed class CheckedFile
{
    // These mend what is wrong for every route that shares the place, or move and add whole routes.
    private static readonly FindingRule[] ReachesOtherRoutes =
    [
        PomeriumFindingRules.UnknownCriterion, PomeriumFindingRules.PolicyShape, PomeriumFindingRules.Shadowed,
        PomeriumFindingRules.CatchAllOrder, PomeriumFindingRules.MissingRoute, PomeriumFindingRules.NoArrayRoute,
    ];

    private readonly List<Diagnosis> _diagnoses = [];
    private readonly HashSet<(string Id, int Start)> _told = [];
    private readonly HashSet<(string Id, int Route)> _routes = [];

    public CheckedFile(PomeriumConfiguration configuration)
    {
        Configuration = configuration;
        Table = new RouteTable(configuration);
        Routes = [.. configuration.Routes.Select(route => new CheckedRoute(configuration, route))];
        PostHogRoutes = [.. Routes.Where(route => route.Route.IsPostHog)];
    }

    public PomeriumConfiguration Configuration { get; }

    public RouteTable Table { get; }

    public IReadOnlyList<CheckedRoute> Routes { get; }

    /// <summary>The routes that are judged for PostHog.</summary>
    public IReadOnlyList<CheckedRoute> PostHogRoutes { get; }

    public IReadOnlyList<Diagnosis> Diagnoses => _diagnoses;

    /// <summary>Whether a rule has spoken about a route, so that another does not tell the same mistake again.</summary>
    public bool Told(FindingRule rule, CheckedRoute route) => _routes.Contains((rule.Id, route.Route.Index));

    /// <summary>Tells something about a route; once for one place, which several routes may share through aliases.</summary>
    public void Tell(
        FindingRule rule, CheckedRoute route, TextRange range, string message, string fix, IReadOnlyList<TextEdit>? edits = null)
    {
        _routes.Add((rule.Id, route.Route.Index));
        edits = edits is null || TextEdit.Overlap(edits) ? null : ReachesOtherRoutes.Contains(rule) || route.Owns(edits) ? edits : null;
        Tell(rule, route.Route, route.Route.Label, range, message, fix, edits);
    }

    /// <summary>Tells something about the file.</summary>
    public void Tell(FindingRule rule, string where, TextRange range, string message, string fix, IReadOnlyList<TextEdit>? edits = null) =>
        Tell(rule, null, where, range, message, fix, edits);

    private void Tell(FindingRule rule, PomeriumRoute? route, string where, TextRange range, string message, string fix, IReadOnlyList<TextEdit>? edits)
    {
        if (!_told.Add((rule.Id, range.Start)))
        {
            return;
        }

        var finding = rule.Say(message, where, fix) with
        {
            Range = range,
            Replacement = edits is { Count: 1 } && edits[0].Range == range ? edits[0].Text : null,
        };
        _diagnoses.Add(new(finding, route, edits ?? []));
    }
}
