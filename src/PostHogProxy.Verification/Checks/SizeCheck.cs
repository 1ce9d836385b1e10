using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether recordings of the sizes that occur are let through. What PostHog refuses is PostHog's to refuse.</summary>
internal sealed class SizeCheck : ICheck
{
    private const int MB = 1000 * 1000;

    // A long recording, and one just below the 22 MB of PostHog's edge.
    private static readonly int[] Sent = [5 * MB, 21 * MB];

    // Above the 30,000,000 bytes of Kestrel and IIS; the guides ask for 64 MB. Announced, never sent.
    private const long Announced = 31L * MB;

    public string Name => "body size";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var replies = new List<Reply> { await inspection.AskAsync(inspection.Questions.Replay, cancellationToken).ConfigureAwait(false) };
        if (replies[0].Obstacle is not null)
        {
            return CheckResult.Of(Name, replies);
        }

        foreach (var size in Sent)
        {
            var reply = await inspection.RepeatAsync(inspection.Questions.LargeReplay(size), cancellationToken).ConfigureAwait(false);
            replies.Add(reply);
            if (IsRefusedBefore(reply))
            {
                return Result(replies, VerifyRules.BodyRefused.Say(
                    $"A body of {size / MB} MB is refused before PostHog ({reply}). Longer recordings are lost.", Where(inspection), BodyLimits.Cure(reply)));
            }
        }

        var announced = await inspection.RepeatAsync(inspection.Questions.AnnouncedReplay(Announced), cancellationToken).ConfigureAwait(false);
        replies.Add(announced);
        return Result(replies, announced.Status == 413 && IsRefusedBefore(announced) && !await IsPostHogsEdgeAsync(inspection, cancellationToken).ConfigureAwait(false)
            ? VerifyRules.BodyLimit.Say(
                $"A body of {Announced / MB} MB is refused before PostHog. The limit is below the 64 MB that PostHog's guides ask for, and uncompressed recordings are that long.",
                Where(inspection),
                BodyLimits.Cure(announced))
            : null);
    }

    private CheckResult Result(List<Reply> replies, Finding? finding) => new(
        Name,
        $"POST /s/ with 1 kB, {string.Join(", ", Sent.Select(size => $"{size / MB} MB"))}, and {Announced / MB} MB announced",
        string.Join("; ", replies.Select(reply => reply.Status == Reply.WouldTake ? "would be taken" : reply.ToString())),
        finding is null ? [] : [finding]);

    private static string Where(Inspection inspection) => inspection.Target.Url.Authority;

    // A connection that breaks in the middle of a large body, where a small one is answered, is a limit that says nothing.
    private static bool IsRefusedBefore(Reply reply) => reply.Failure != ProbeFailure.None
        || (reply.Status is 413 or 408 or 502 or 503 or 504 && !PostHogShape.IsRefusal(reply));

    // PostHog's edge refuses it too, in a shape of its own: then nobody can tell from here who it was.
    private static async Task<bool> IsPostHogsEdgeAsync(Inspection inspection, CancellationToken cancellationToken) =>
        (await DirectQuestion.AnnounceAsync(inspection, Announced, cancellationToken).ConfigureAwait(false)) is { Status: 413 } direct
        && !PostHogShape.IsRefusal(direct);
}
