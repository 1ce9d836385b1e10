using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Verification;

/// <summary>What the answers of both regions of the cloud say about one token.</summary>
internal static class RegionFindings
{
    private const string Copy = "Copy the token from the settings of the project in PostHog.";

    public static Finding Judge(string token, string home, Standing here, string other, Standing there)
    {
        var shown = ProjectToken.Short(token);
        Finding Say(string id, FindingSeverity severity, string message, string? fix = null) => new(id, severity, message, shown, fix);

        return (here.IsKnown, there.IsKnown) switch
        {
            (true, _) => Say("PHX5000", FindingSeverity.Info, $"The token {shown} belongs to the region {home}, where the proxy sends events."),
            (_, true) => Say(
                "PHX5001",
                FindingSeverity.Error,
                $"The token {shown} belongs to the region {other}, but the proxy sends to {home}. PostHog answers 200 to its events and drops them.",
                $"Set the proxy's region to {other}, or use the token of a project in {home}."),
            (false, false) => Say(
                "PHX5002",
                FindingSeverity.Error,
                $"Neither {home} nor {other} knows the token {shown}. PostHog answers 200 to its events and drops them.",
                Copy),
            (false, null) => Say(
                "PHX5003",
                FindingSeverity.Error,
                $"The region {home}, where the proxy sends events, doesn't know the token {shown}. PostHog answers 200 to its events and drops "
                + $"them. The proxy couldn't ask {other}: {there.Cause}.",
                $"Look in PostHog which region the project is in, and set the proxy to that region. {Copy}"),
            _ => Say(
                "PHX5004",
                FindingSeverity.Warning,
                $"The proxy couldn't check whether the token {shown} belongs to the region {home}: {here.Cause}.",
                "Check that this machine can reach PostHog: firewall, egress proxy, DNS."),
        };
    }
}

/// <summary>What the answer of a team's own PostHog says about one token.</summary>
internal static class OwnOriginFindings
{
    public static Finding Judge(string token, string origin, Standing here)
    {
        var shown = ProjectToken.Short(token);
        return here.IsKnown switch
        {
            true => new("PHX5000", FindingSeverity.Info, $"The token {shown} belongs to {origin}, where the proxy sends events.", shown),
            false => new(
                "PHX5005",
                FindingSeverity.Warning,
                $"{origin} doesn't know the token {shown}, or is a PostHog older than /array/<token>/config.",
                shown,
                "Copy the token from the settings of the project in that PostHog."),
            null => new(
                "PHX5004",
                FindingSeverity.Warning,
                $"The proxy couldn't check whether the token {shown} belongs to {origin}: {here.Cause}.",
                shown,
                "Check that this machine can reach it: firewall, egress proxy, DNS."),
        };
    }
}
