namespace PostHogProxy.Verification.Checks;

/// <summary>Whether the proxy serves anybody's project. Remote config is JavaScript written by whoever owns the token.</summary>
internal sealed class StrangerCheck : ICheck
{
    public string Name => "strangers";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var script = await inspection.AskAsync(inspection.Questions.Script, cancellationToken).ConfigureAwait(false);
        if (script.Obstacle is not null)
        {
            return CheckResult.Of(Name, script);
        }

        var reply = await inspection.AskAsync(inspection.Questions.WithToken, cancellationToken).ConfigureAwait(false);
        return CheckResult.Of(Name, reply, reply.Status == 200 && reply.Obstacle is null
            ? VerifyRules.StrangersPass.Say(
                "The proxy accepts tokens of other projects. Their remote config contains script, and browsers can load it from your domain.",
                inspection.Target.Url.Authority,
                "With PostHogProxy, list your tokens in ProjectTokens. In another proxy, write a rule for the token in path and query.")
            : null);
    }
}
