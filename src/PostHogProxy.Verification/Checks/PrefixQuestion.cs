using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whether PostHog was asked for the proxy's own path too. Then nothing works, and PostHog's hosts say so in several ways that look like other
/// faults; but what they say is what they say to that path when they are asked directly.
/// </summary>
internal static class PrefixQuestion
{
    // Shorter texts, such as "Not Found", are everybody's.
    private const int Telling = 20;

    public static async Task SettleAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var config = inspection.Questions.Config;
        if (inspection.Target.HasOwnHost
            || inspection.IsDead
            || inspection.Obstacles.Has(ObstacleKind.PrefixKept)
            || !inspection.Questions.Basic.All(question => inspection.Heard.Any(reply => reply.Question == question && reply.Obstacle is not null))
            || inspection.Heard.First(reply => reply.Question == config) is not { Obstacle.Kind: not (ObstacleKind.Off or ObstacleKind.AliasesOnly) } through)
        {
            return;
        }

        var direct = await DirectQuestion.PathAsync(inspection, inspection.Target.Prefix + config.Target, cancellationToken).ConfigureAwait(false);
        if (direct.Any(reply => IsTheSame(reply, through)))
        {
            inspection.Obstacles.Note(config, new(ObstacleKind.PrefixKept, $"{through.Status}, as PostHog answers {inspection.Target.Prefix}{config.Path} itself"));
        }
    }

    private static bool IsTheSame(Reply direct, Reply through) => direct.Status == through.Status
        && direct.Header("Location") == through.Header("Location")
        && direct.MediaType == through.MediaType
        && direct.Text == through.Text
        && (direct.Text.Length >= Telling || direct.Header("Location") is not null);
}
