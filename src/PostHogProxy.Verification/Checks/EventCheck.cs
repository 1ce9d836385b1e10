using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether events are taken, plain and compressed, with the only status that the client counts as success.</summary>
internal sealed class EventCheck : ICheck
{
    public string Name => "events";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var plain = await inspection.AskAsync(inspection.Questions.PlainEvent, cancellationToken).ConfigureAwait(false);
        if (plain.Obstacle is not null)
        {
            return CheckResult.Of(Name, plain);
        }

        var where = inspection.Target.Url.Authority;
        if (!PostHogShape.IsTaken(plain))
        {
            return CheckResult.Of(Name, plain, Wrong(plain, where));
        }

        var gzip = await inspection.AskAsync(inspection.Questions.GzipEvent, cancellationToken).ConfigureAwait(false);
        return CheckResult.Of(Name, [plain, gzip], gzip.Obstacle is not null || PostHogShape.IsTaken(gzip) ? null : Broken(gzip, where));
    }

    private static Finding Wrong(Reply reply, string where) => reply.Status is > 200 and < 300
        ? VerifyRules.NotOnly200.Say(
            $"An event is answered with {reply.Status}. posthog-js treats only 200 as success and sends the event again, up to ten times.",
            where,
            "Pass PostHog's status through. No other server may answer in its place.")
        : VerifyRules.NotCapture.Say(
            $"An event is answered with {reply.Status} {reply.MediaType}, which is not PostHog's {{\"status\":\"Ok\"}}.",
            where,
            "Forward POST /e/, body included, to the ingest host of your region, and pass its answer back.");

    private static Finding Broken(Reply reply, string where) => VerifyRules.GzipBroken.Say(
        $"A compressed event is answered with {reply.Status}, a plain one with 200. Its bytes were changed on the way, as text handling does.",
        where,
        "Forward bodies as bytes. posthog-js sends gzip as text/plain without Content-Encoding. Don't read it as text, and don't parse bodies.");
}
