using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whether body and query arrive as they were sent. PostHog believes what the query says about the body: what it makes of one true and one
/// false statement tells what arrived.
/// </summary>
internal sealed class BodyAndQueryCheck : ICheck
{
    public string Name => "body and query";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var questions = inspection.Questions;
        var gzip = await inspection.AskAsync(questions.GzipEvent, cancellationToken).ConfigureAwait(false);
        var named = await inspection.AskAsync(questions.GzipNamed, cancellationToken).ConfigureAwait(false);
        var misnamed = await inspection.AskAsync(questions.PlainCalledGzip, cancellationToken).ConfigureAwait(false);
        Reply[] replies = [gzip, named, misnamed];
        if (replies.Any(reply => reply.Obstacle is not null))
        {
            return CheckResult.Of(Name, replies);
        }

        // What the events check has said is not said again.
        if (!PostHogShape.IsTaken(gzip))
        {
            return CheckResult.Of(Name, replies) with { BlockedBy = VerifyRules.GzipBroken.Id };
        }

        var flags = await inspection.AskAsync(questions.Flags, cancellationToken).ConfigureAwait(false);
        var where = inspection.Target.Url.Authority;
        return CheckResult.Of(
            Name,
            replies,
            PostHogShape.IsTaken(misnamed) && !IsVersioned(flags) ? Dropped(where) : null,
            PostHogShape.IsTaken(named) ? null : Decoded(named, where));
    }

    // Flags in the form that only ?v=2 brings: the query arrived there, whatever became of the other.
    private static bool IsVersioned(Reply flags) => flags.Status == 200 && PostHogShape.IsFlags(flags);

    private static Finding Dropped(string where) => VerifyRules.QueryDropped.Say(
        "The query doesn't reach PostHog. PostHog accepted a plain body, although ?compression=gzip-js says that it's compressed.",
        where,
        "Pass the query on as it came (nginx: append $is_args$args where proxy_pass has a variable). Without the query, flags come in an old form, and remote config and surveys don't come at all.");

    private static Finding Decoded(Reply reply, string where) => VerifyRules.GzipDecoded.Say(
        $"A compressed event with ?compression=gzip-js is answered with {reply.Status}, without it with 200. Something on the way decompresses bodies.",
        where,
        "Forward bodies unchanged, and turn request decompression off for this path. Older clients send that parameter, and their events are lost.");
}
