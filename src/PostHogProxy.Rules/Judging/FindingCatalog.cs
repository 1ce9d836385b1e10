using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>Every rule that judges code, pages and settings. The compiler's descriptors and the pages of <c>docs/rules</c> follow this list.</summary>
internal static class FindingCatalog
{
    public static readonly IReadOnlyList<FindingRule> All =
    [
        .. PathFindingRules.All,
        .. EndpointFindingRules.All,
        .. ClientFindingRules.All,
        .. SettingsFindingRules.All,
    ];

    /// <summary>Where a rule is explained.</summary>
    public static string PageOf(FindingRule rule) => $"docs/rules/{rule.Id}.md";
}
