namespace PostHogProxy.Verification.Checks;

/// <summary>What cannot be seen from outside, and how to look at it.</summary>
internal sealed class HandCheck : ICheck
{
    public string Name => "visitor's address";

    public Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken) => Task.FromResult<CheckResult>(new(
        Name,
        "nothing",
        "only PostHog sees it",
        [
            VerifyRules.ClientAddress.Say(
                "verify can't see which address PostHog uses for the visitor.",
                inspection.Target.Url.Authority,
                "Open a page as a visitor, and look in PostHog at the event's $ip and its country. It must be the visitor's, not the server's. The proxy sends it as X-Forwarded-For."),
        ]));
}
