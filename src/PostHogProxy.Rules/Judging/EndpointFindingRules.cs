using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>The rules about how a proxy is mapped into the app.</summary>
internal static class EndpointFindingRules
{
    public static readonly FindingRule UnusablePath = new("PHX1003", "The path of a PostHog proxy cannot be used", FindingSeverity.Warning);

    public static readonly FindingRule Authorization =
        new("PHX1004", "RequireAuthorization has no effect on a PostHog proxy", FindingSeverity.Warning);

    public static readonly FindingRule Overlap = new("PHX1005", "Two PostHog proxies answer on one path", FindingSeverity.Warning);

    public static readonly IReadOnlyList<FindingRule> All = [UnusablePath, Authorization, Overlap];
}
