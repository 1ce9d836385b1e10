using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification.Checks;

/// <summary>What the proxy's PostHog and both regions say about one token, put together.</summary>
internal static class RegionVerdict
{
    private const string Dropped = "PostHog answers 200 to its events and drops them";
    private const string Copy = "Copy the token from the settings of the project in PostHog.";

    /// <param name="token">The token, shortened.</param>
    /// <param name="flags">Whether the PostHog behind <c>/flags/</c> knows it; null where it did not say.</param>
    /// <param name="config">The same for <c>/array/</c>.</param>
    /// <param name="cloud">What the cloud says.</param>
    /// <param name="named">The region that the caller named.</param>
    public static Finding? Judge(string token, bool? flags, bool? config, CloudStanding cloud, PostHogRegion? named) => (flags, config) switch
    {
        (true, false) => VerifyRules.TwoPostHogs.Say(
            $"/flags/ knows the token {token}, /array/ doesn't. They lead to different regions, or the proxy refuses this token.",
            token,
            "Send /array/* to the assets host of the same region as all other paths. If the proxy has a list of tokens (ProjectTokens), add this one."),
        (false, true) => VerifyRules.TwoPostHogs.Say(
            $"/array/ knows the token {token}, /flags/ doesn't. They lead to different regions, and events are sent where the token isn't known.",
            token,
            "Send everything but /static/* and /array/* to the ingest host of the region of /array/*."),
        (false, false) => Unknown(token, cloud),
        (true, _) or (_, true) => Known(token, cloud, named),
        _ => VerifyRules.RegionNotCompared.Say($"verify couldn't find out whether the proxy's PostHog knows the token {token}.", token),
    };

    private static Finding Unknown(string token, CloudStanding cloud) => cloud switch
    {
        { Home: { } home } => VerifyRules.OtherRegion.Say(
            $"The token {token} belongs to the region {home}, but the proxy sends elsewhere. {Dropped}.",
            token,
            $"Set the proxy's upstream to {home.ToString().ToLowerInvariant()}.i.posthog.com and {home.ToString().ToLowerInvariant()}-assets.i.posthog.com, or use a token of the other region."),
        { IsNobodys: true } => VerifyRules.NobodysToken.Say($"No region knows the token {token}, nor does the proxy's PostHog. {Dropped}.", token, Copy),
        _ => VerifyRules.NobodysToken.Say(
            $"The proxy's PostHog doesn't know the token {token}. {Dropped}. PostHog Cloud can't be reached from here, so verify couldn't check which region does.",
            token,
            $"Look in PostHog which region the project is in, and set the proxy to that region. {Copy}"),
    };

    private static Finding? Known(string token, CloudStanding cloud, PostHogRegion? named) => cloud switch
    {
        { Home: { } home } when named is { } wanted && wanted != home => VerifyRules.NotTheNamedRegion.Say(
            $"The proxy sends to {home}, where the token {token} belongs, not to {wanted} as named.", token, $"Name the region {home}, or use a project of {wanted} and a proxy to it."),
        { Home: { } home } => VerifyRules.RegionProven.Say($"The token {token} belongs to the region {home}, and the proxy sends events there.", token),
        { IsNobodys: true } => VerifyRules.RegionProven.Say(
            $"The PostHog behind the proxy knows the token {token}. Neither region of PostHog Cloud does, so it's a PostHog of your own.", token),
        _ => VerifyRules.RegionNotCompared.Say(
            $"The PostHog behind the proxy knows the token {token}. PostHog Cloud can't be reached from here, so verify couldn't check the region.", token),
    };
}
