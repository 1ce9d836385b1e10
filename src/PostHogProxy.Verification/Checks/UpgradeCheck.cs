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
                    "The proxy accepts an upgrade to WebSocket. No size, time or rate limit applies to such a tunnel.",
                    inspection.Target.Url.Authority,
                    "Don't forward Connection: Upgrade on this path. PostHog's clients never use it.")]
                : []);
    }
}
