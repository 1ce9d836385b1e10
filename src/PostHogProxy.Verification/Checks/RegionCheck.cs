using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whether the project is where the proxy sends its events; to any other PostHog they are lost with a 200. What the proxy's PostHog says of the
/// token counts first. Both regions of the cloud are asked past the proxy; where neither can be, or neither knows the token, that blames nobody
/// whose own PostHog knows it: it is one of a team's own.
/// </summary>
internal sealed class RegionCheck : ICheck
{
    public string Name => "region";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        if (inspection.Target.Token is not { } token)
        {
            return new(Name, "nothing", "no token was given", [VerifyRules.RegionNotCompared.Say(
                "Without a token, verify can't check whether your project is in the region that the proxy sends to.", inspection.Target.Url.Authority, "Pass the project's token with --token.")]);
        }

        var flags = await inspection.AskAsync(inspection.Questions.Flags, cancellationToken).ConfigureAwait(false);
        var config = await inspection.AskAsync(inspection.Questions.Config, cancellationToken).ConfigureAwait(false);
        Reply[] replies = [flags, config];
        if (replies.Any(reply => reply.Obstacle is not null))
        {
            return CheckResult.Of(Name, replies);
        }

        if (inspection.Obstacles.Has(ObstacleKind.WrongHost))
        {
            // Under a wrong host name PostHog says of every token that it does not know it.
            return CheckResult.Of(Name, replies) with { BlockedBy = VerifyRules.WrongHost.Id };
        }

        var projects = new ProjectLookup(inspection.PostHog);
        var us = projects.AskAsync(Installation.Of(PostHogRegion.Us), token, cancellationToken);
        var eu = projects.AskAsync(Installation.Of(PostHogRegion.Eu), token, cancellationToken);
        var cloud = new CloudStanding(await us.ConfigureAwait(false), await eu.ConfigureAwait(false));
        var verdict = RegionVerdict.Judge(ProjectToken.Short(token), Knows(flags, PostHogShape.IsFlags(flags) || PostHogShape.IsOlderFlags(flags)), KnowsByPath(token, config), cloud, inspection.Target.Region);
        var result = CheckResult.Of(Name, replies, verdict, ProjectToken.IsUsual(token) ? null : Unusual(token));
        return result with { Came = $"{result.Came}; without the proxy: {cloud}" };
    }

    private static Finding Unusual(string token) => VerifyRules.UnusualToken.Say(
        $"The token {ProjectToken.Short(token)} does not begin with {ProjectToken.Prefix}, as tokens of PostHog Cloud do. PostHog accepts it.",
        ProjectToken.Short(token),
        "Compare it with the settings of the project in PostHog.");

    // PostHog's path has room for a plain token only: of another one its 404 says nothing.
    private static bool? KnowsByPath(string token, Reply config)
    {
        var known = Knows(config, PostHogShape.IsRemoteConfig(config));
        return known == false && Uri.EscapeDataString(token) != token ? null : known;
    }

    // A 200 of anybody else's says nothing about a token.
    private static bool? Knows(Reply reply, bool isPostHogs) => reply.Status switch
    {
        200 when isPostHogs => true,
        401 or 404 => false,
        _ => null,
    };
}

/// <summary>What both regions of the cloud say of a token.</summary>
internal readonly record struct CloudStanding(Standing Us, Standing Eu)
{
    /// <summary>The region that knows it; null where none does, or none could be asked.</summary>
    public PostHogRegion? Home => Us.IsKnown == true ? PostHogRegion.Us : Eu.IsKnown == true ? PostHogRegion.Eu : null;

    /// <summary>Whether both said that they do not know it.</summary>
    public bool IsNobodys => Us.IsKnown == false && Eu.IsKnown == false;

    public override string ToString() => $"Us {Say(Us)}, Eu {Say(Eu)}";

    private static string Say(Standing standing) => standing.IsKnown switch
    {
        true => "knows the token",
        false => "does not know it",
        null => "could not be asked",
    };
}
