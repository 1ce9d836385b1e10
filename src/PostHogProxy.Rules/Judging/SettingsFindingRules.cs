using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>The rules about settings files.</summary>
internal static class SettingsFindingRules
{
    public static readonly FindingRule OtherRegion =
        new("PHX3001", "The server SDK sends to another region than the PostHog proxy", FindingSeverity.Warning);

    public static readonly FindingRule PrefixedProxy =
        new("PHX3002", "The server SDK points at a PostHog proxy under a path", FindingSeverity.Warning);

    public static readonly FindingRule UnreadHost = new("PHX3003", "PostHog:Host is never read", FindingSeverity.Warning);

    public static readonly FindingRule UnknownSetting =
        new("PHX3004", "Unknown key or value in section PostHogProxy", FindingSeverity.Warning);

    public static readonly IReadOnlyList<FindingRule> All = [OtherRegion, PrefixedProxy, UnreadHost, UnknownSetting];
}
