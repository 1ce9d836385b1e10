using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether flags are evaluated, and before the client gives up.</summary>
internal sealed class FlagsCheck : ICheck
{
    public string Name => "flags";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var reply = await inspection.AskAsync(inspection.Questions.Flags, cancellationToken).ConfigureAwait(false);
        if (reply.Obstacle is not null)
        {
            return CheckResult.Of(Name, reply);
        }

        var limit = inspection.Target.FlagsLimit;
        var late = reply.Elapsed > limit
            ? VerifyRules.FlagsTooSlow.Say(
                $"Flags took {reply.Elapsed.TotalSeconds:0.0} s. posthog-js gives up after {limit.TotalSeconds:0.#} s, and the page continues without them.",
                inspection.Target.Url.Authority,
                "Find where the time is lost between the proxy and PostHog: a distant region, a new connection for every request, or a queue.")
            : null;
        return CheckResult.Of(Name, reply, Judge(reply, inspection), late);
    }

    private static Finding? Judge(Reply reply, Inspection inspection)
    {
        // 401 and 402 are PostHog's words about the token and the bill; a missing version is the query check's subject.
        var isPostHogs = reply.Status == 200
            ? PostHogShape.IsFlags(reply) || PostHogShape.IsOlderFlags(reply)
            : PostHogShape.IsRefusal(reply);
        return isPostHogs
            ? null
            : VerifyRules.NotFlags.Say(
                $"POST /flags/?v=2 is answered with {reply.Status} {reply.MediaType}, which is not PostHog's.",
                inspection.Target.Url.Authority,
                "Forward POST /flags/ to the ingest host of your region, with body and query unchanged.");
    }
}
