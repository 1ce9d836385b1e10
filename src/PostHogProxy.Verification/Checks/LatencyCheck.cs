using System.Globalization;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>How much time the way through the proxy costs, against PostHog asked directly.</summary>
internal sealed class LatencyCheck : ICheck
{
    private const int Times = 3;

    public string Name => "time";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var question = inspection.Questions.FlagsHealth;
        var replies = new List<Reply>();
        for (var i = 0; i < Times; i++)
        {
            replies.Add(await inspection.RepeatAsync(question, cancellationToken).ConfigureAwait(false));
        }

        if (replies.Exists(reply => reply.Failure != ProbeFailure.None))
        {
            return new(Name, $"{question}, three times", "no answer", [VerifyRules.NotCompared.Say($"{question} was not answered, so there is no time to compare.", inspection.Target.Url.Authority)]);
        }

        if (replies.Exists(reply => reply.Obstacle is not null))
        {
            return CheckResult.Of(Name, replies[^1]);
        }

        var through = replies.Min(reply => reply.Elapsed);
        var direct = await DirectAsync(inspection, cancellationToken).ConfigureAwait(false);
        return new(
            Name,
            $"{question}, three times, and of PostHog itself",
            direct is { } known ? $"{Ms(through)} through the proxy, {Ms(known)} to PostHog" : $"{Ms(through)} through the proxy",
            Judge(inspection, through, direct) is { } finding ? [finding] : []);
    }

    private static Finding? Judge(Inspection inspection, TimeSpan through, TimeSpan? direct)
    {
        var where = inspection.Target.Url.Authority;
        return direct is not { } known
            ? VerifyRules.NotCompared.Say("PostHog itself cannot be reached from here, so there is no time to compare with.", where)
            : through - known > inspection.Target.LatencyLimit
                ? VerifyRules.Slow.Say(
                    $"A request through the proxy takes {Ms(through)}. A request straight to PostHog takes {Ms(known)}.",
                    where,
                    "Keep connections to PostHog open and reuse them, and put the proxy near PostHog's region. Look for a queue in front of the proxy.")
                : null;
    }

    private static async Task<TimeSpan?> DirectAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        if (inspection.Target.Region is { } region)
        {
            return await DirectQuestion.TimeAsync(inspection, region, cancellationToken).ConfigureAwait(false);
        }

        // The region is not named: the farther one is the fair one to compare with.
        var us = await DirectQuestion.TimeAsync(inspection, PostHogRegion.Us, cancellationToken).ConfigureAwait(false);
        var eu = us is null ? null : await DirectQuestion.TimeAsync(inspection, PostHogRegion.Eu, cancellationToken).ConfigureAwait(false);
        return eu > us ? eu : us;
    }

    private static string Ms(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
