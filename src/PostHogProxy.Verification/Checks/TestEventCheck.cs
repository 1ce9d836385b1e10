using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>The one event that is written to a project, where it was asked for; else the word that none was.</summary>
internal sealed class TestEventCheck : ICheck
{
    public string Name => "test event";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var where = inspection.Target.Url.Authority;
        if (!inspection.Target.SendTestEvent || inspection.Target.Token is not { } token)
        {
            return new(Name, "nothing", "not asked for", [VerifyRules.NothingWritten.Say(
                "Nothing was written to a project. Events and recordings were sent under a token that belongs to nobody.", where)]);
        }

        // What is off beside the events, such as flags, is no fault.
        var basic = inspection.Heard.Where(reply => inspection.Questions.Basic.Contains(reply.Question)).ToList();
        var sent = basic.Find(reply => reply.Question == inspection.Questions.PlainEvent);
        if (sent?.Obstacle is { Kind: ObstacleKind.Off or ObstacleKind.AliasesOnly })
        {
            return CheckResult.Of(Name, sent);
        }

        if (basic.Exists(reply => reply.Obstacle is { Kind: not ObstacleKind.Off }))
        {
            return CheckResult.NotMade(Name, "POST /e/ for the project", "an obstacle above");
        }

        var now = inspection.Clock.GetUtcNow();
        var reply = await inspection.AskAsync(inspection.Questions.TestEvent(token, Guid.CreateVersion7(now).ToString(), now), cancellationToken).ConfigureAwait(false);
        return CheckResult.Of(Name, reply, reply.Obstacle is not null ? null : PostHogShape.IsTaken(reply)
            ? VerifyRules.TestEventSent.Say(
                "One event, posthog_proxy_test, was sent to the project and answered with 200.", where, "Look for it in PostHog under Activity, within a minute. Only PostHog shows whether it was kept.")
            : VerifyRules.NotCapture.Say(
                $"The test event is answered with {reply.Status} {reply.MediaType}, which is not PostHog's {{\"status\":\"Ok\"}}.", where, "Check that the token is the project's."));
    }
}
