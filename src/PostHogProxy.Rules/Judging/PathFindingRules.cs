using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>The rules about where a proxy is mapped that filter lists decide.</summary>
internal static class PathFindingRules
{
    public static readonly FindingRule BlockedPath = new("PHX1001", "A filter list blocks the proxy's path or host", FindingSeverity.Warning);
    public static readonly FindingRule ObviousName = new("PHX1002", "The proxy has an obvious name", FindingSeverity.Warning);

    public static readonly IReadOnlyList<FindingRule> All = [BlockedPath, ObviousName];
}
