using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;
using static PostHogProxy.Rules.Judging.PathFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>What filter lists make of a proxy's path: PHX1001, else PHX1002.</summary>
internal static class PathRules
{
    // The names PostHog's guide advises against. Other telling words are blocked by no default list either, and get nothing.
    private static readonly string[] ObviousNames = ["analytics", "tracking", "telemetry", "posthog"];

    /// <summary>
    /// Judges a whole path, prefixes of groups included. A path that cannot be mapped is left to PHX1003, and the root has no name to judge.
    /// </summary>
    /// <param name="path">As in <c>/k3fw</c>.</param>
    /// <param name="lists">The lists the team named; for those it did not name, our own table stands in.</param>
    /// <param name="where">What the finding is about.</param>
    /// <param name="seed">The app's assembly name, from which the proposal comes.</param>
    /// <param name="ct">Ends the judging early.</param>
    public static IReadOnlyList<Finding> Judge(
        string path, IReadOnlyList<FilterList> lists, string where, string seed, CancellationToken ct = default) =>
        Judge(path, PathAliasMode.Off, lists, where, seed, ct);

    /// <summary>The same for a proxy that answers under aliases too, or under aliases alone.</summary>
    public static IReadOnlyList<Finding> Judge(
        string path, PathAliasMode aliases, IReadOnlyList<FilterList> lists, string where, string seed, CancellationToken ct = default)
    {
        if (path == "/" || ProxyPath.Problem(path) is not null)
        {
            return [];
        }

        var renamed = aliases == PathAliasMode.Off ? null : Blockers.OfAliases(path, lists, ct);
        if (aliases == PathAliasMode.Only && renamed!.BecauseOfPath.Count > 0)
        {
            return [WithProposal(BlockedPath.Say($"Blockers stop requests of posthog-js under '{path}', under aliases too: {BlockingWords.Of(renamed, ClientRequests.UnderAliases)}.", where))];
        }

        var verdict = Blockers.KnownOfPath(path, lists, ct);
        if (aliases != PathAliasMode.Only && verdict.BecauseOfPath.Count > 0)
        {
            var of = renamed is null ? "" : renamed.BecauseOfPath.Count > 0 ? " Pages with aliases are blocked too." : " Pages with aliases aren't blocked.";
            return [WithProposal(BlockedPath.Say($"Blockers stop requests of posthog-js under '{path}': {BlockingWords.Of(verdict)}.{of}", where))];
        }

        var names = path.Split('/').Where(segment => ObviousNames.Contains(segment, StringComparer.OrdinalIgnoreCase)).ToList();
        if (names.Count > 0)
        {
            var message = $"'{names[0]}' is a name that PostHog's guide advises against for a proxy. {BlockingWords.NoneBlocks(lists)} the path "
                + $"'{path}' today, but new rules appear within days, and obvious names are the first to be blocked.";
            return [WithProposal(ObviousName.Say(message, where))];
        }

        return [];

        Finding WithProposal(Finding finding)
        {
            var proposal = PathSuggestions.For(seed, lists);
            return finding with { Fix = $"Choose a path of your own, such as \"{proposal}\", for the proxy and in api_host.", Replacement = proposal };
        }
    }
}
