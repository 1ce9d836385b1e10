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
            $"/flags/ knows the token {token}, /array/ does not: they lead to different regions, or the proxy keeps this token out.",
            token,
            "Send /array/* to the assets host of the same region as all else; where the proxy lists the tokens it serves (ProjectTokens), add this one."),
        (false, true) => VerifyRules.TwoPostHogs.Say(
            $"/array/ knows the token {token}, /flags/ does not: they lead to different regions, and events go where the token is unknown.",
            token,
            "Send everything but /static/* and /array/* to the ingest host of the region of /array/*."),
        (false, false) => Unknown(token, cloud),
        (true, _) or (_, true) => Known(token, cloud, named),
        _ => VerifyRules.RegionNotCompared.Say($"Whether the proxy's PostHog knows the token {token} could not be told.", token),
    };

    private static Finding Unknown(string token, CloudStanding cloud) => cloud switch
    {
        { Home: { } home } => VerifyRules.OtherRegion.Say(
            $"The token {token} belongs to the region {home}, but the proxy sends elsewhere: {Dropped}.",
            token,
            $"Set the proxy's upstream to {home.ToString().ToLowerInvariant()}.i.posthog.com and {home.ToString().ToLowerInvariant()}-assets.i.posthog.com, or use a token of the other region."),
        { IsNobodys: true } => VerifyRules.NobodysToken.Say($"No region knows the token {token}, nor does the proxy's PostHog: {Dropped}.", token, Copy),
        _ => VerifyRules.NobodysToken.Say(
            $"The proxy's PostHog does not know the token {token}: {Dropped}. Which region does could not be asked from here.",
            token,
            $"Look in PostHog which region the project is in, and set the proxy's to it. {Copy}"),
    };

    private static Finding? Known(string token, CloudStanding cloud, PostHogRegion? named) => cloud switch
    {
        { Home: { } home } when named is { } wanted && wanted != home => VerifyRules.NotTheNamedRegion.Say(
            $"The proxy sends to {home}, where the token {token} belongs, not to {wanted} as named.", token, $"Name the region {home}, or use a project of {wanted} and a proxy to it."),
        { Home: { } home } => VerifyRules.RegionProven.Say($"The token {token} belongs to the region {home}, and so does what the proxy sends to.", token),
        { IsNobodys: true } => VerifyRules.RegionProven.Say(
            $"The PostHog behind the proxy knows the token {token}; neither region of the cloud does, so it is one of your own.", token),
        _ => VerifyRules.RegionNotCompared.Say(
            $"The PostHog behind the proxy knows the token {token}. PostHog Cloud cannot be reached from here, so which region that is was not compared.", token),
    };
}
