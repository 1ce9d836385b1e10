using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>The rules about the browser SDK's set-up.</summary>
internal static class ClientFindingRules
{
    public static readonly FindingRule RegionsDiffer =
        new("PHX2001", "The hosts api_host and ui_host are of different regions", FindingSeverity.Warning);

    public static readonly FindingRule OtherRegionThanProxy =
        new("PHX2002", "The client is of another region than the mapped proxy", FindingSeverity.Warning);

    public static readonly FindingRule UiHostMissing =
        new("PHX2003", "The api_host is a proxy and ui_host is missing", FindingSeverity.Warning);

    public static readonly FindingRule UiHostIsNotTheApp =
        new("PHX2004", "The ui_host is not the PostHog app", FindingSeverity.Warning);

    public static readonly FindingRule GoesAroundTheProxy =
        new("PHX2005", "The api_host goes straight to PostHog although a proxy is mapped", FindingSeverity.Warning);

    public static readonly FindingRule PathIsNoProxy =
        new("PHX2006", "The path in api_host isn't a mapped proxy", FindingSeverity.Warning);

    public static readonly FindingRule LegacyHost =
        new("PHX2007", "Legacy PostHog host", FindingSeverity.Warning);

    public static readonly FindingRule SecretKey =
        new("PHX2008", "A secret key in client code or settings", FindingSeverity.Warning);

    public static readonly FindingRule UnboundSnippet =
        new("PHX2009", "No tag helper handles <posthog-snippet>", FindingSeverity.Warning);

    public static readonly FindingRule OtherHost =
        new("PHX2010", "The asset_host or flags_api_host bypasses the proxy, or is of another region", FindingSeverity.Warning);

    public static readonly IReadOnlyList<FindingRule> All =
    [
        RegionsDiffer, OtherRegionThanProxy, UiHostMissing, UiHostIsNotTheApp, GoesAroundTheProxy, PathIsNoProxy, LegacyHost, SecretKey,
        UnboundSnippet, OtherHost,
    ];
}
