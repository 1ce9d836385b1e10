using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using static PostHogProxy.Rules.Judging.PathFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>What filter lists make of a host that is the proxy's alone: PHX1001, else PHX1002 as an info.</summary>
internal static class HostRules
{
    // What a DNS list that some people choose (mmotti's) blocks. No list that comes with a blocker does.
    private static readonly string[] RefusedByDns = ["analytics", "telemetry", "stat", "stats", "beacon", "pixel", "count"];

    /// <summary>Judges what <c>RequireHost</c> names: a host, with or without a port. One with a wildcard has no label to judge.</summary>
    public static IReadOnlyList<Finding> Judge(string host, IReadOnlyList<FilterList> lists, string where, CancellationToken ct = default)
    {
        var name = host.Trim().Split(':')[0].Trim('.');
        if (name.IndexOf('.') <= 0 || name.Any(c => !(char.IsLetterOrDigit(c) || c is '.' or '-' or '_')))
        {
            return [];
        }

        const string Cure = "Choose a first label of your own, such as \"e\" or \"t\", here, in DNS and in api_host.";
        var verdict = Blockers.KnownOfHost(name, lists, ct);
        if (verdict.BecauseOfPath.Count > 0)
        {
            return [BlockedPath.Say($"Blockers stop requests of posthog-js to '{name}': {BlockingWords.Of(verdict)}.", where, Cure)];
        }

        var label = name.Split('.')[0];
        if (!RefusedByDns.Contains(label, StringComparer.OrdinalIgnoreCase))
        {
            return [];
        }

        var message = $"{BlockingWords.NoneBlocks(lists)} the host '{name}' today, but a DNS list that some people choose blocks every host that begins with '{label}.'.";
        return [ObviousName.Say(message, where, Cure) with { Severity = FindingSeverity.Info }];
    }
}
