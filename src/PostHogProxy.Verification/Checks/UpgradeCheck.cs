namespace PostHogProxy.Verification.Checks;

/// <summary>Whether an upgrade is refused. PostHog needs none; an accepted one is a two-way tunnel past every limit.</summary>
internal sealed class UpgradeCheck : ICheck
{
    public string Name => "upgrades";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var reply = await inspection.RepeatAsync(inspection.Questions.Upgrade, cancellationToken).ConfigureAwait(false);
        return reply.Obstacle is not null ? CheckResult.Of(Name, reply) : new(
            Name,
            $"{reply.Question} with Upgrade: websocket",
            reply.ToString(),
            reply.Status == 101
                ? [VerifyRules.UpgradePasses.Say(
                    "The proxy lets an upgrade to WebSocket through: a tunnel that no size, time or rate limit sees.",
                    inspection.Target.Url.Authority,
                    "Do not forward Connection: Upgrade on this path; PostHog's clients never ask for it.")]
                : []);
    }
}
