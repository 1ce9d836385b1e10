using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether the remote config comes, as data and as script. Without it events go out uncompressed and recordings do not start.</summary>
internal sealed class RemoteConfigCheck : ICheck
{
    public string Name => "remote config";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var config = await inspection.AskAsync(inspection.Questions.Config, cancellationToken).ConfigureAwait(false);
        var script = await inspection.AskAsync(inspection.Questions.ConfigScript, cancellationToken).ConfigureAwait(false);
        Reply[] replies = [config, script];
        if (replies.Any(reply => reply.Obstacle is not null))
        {
            return CheckResult.Of(Name, replies);
        }

        // 404 is PostHog's word for a project it does not know: the region check makes of it what it means.
        var wrong = config.Status == 200 && config.Json() is null ? config : script.Status == 200 && !script.IsScript ? script : null;
        return CheckResult.Of(Name, replies, wrong is null ? null : Wrong(wrong, inspection.Target.Url.Authority));
    }

    private static Finding Wrong(Reply reply, string where) => VerifyRules.NotRemoteConfig.Say(
        $"{reply.Question.Path} is answered with {(reply.MediaType.Length == 0 ? "no content type" : reply.MediaType)}, which is not PostHog's remote config.",
        where,
        "Forward /array/* to the assets host of your region with the path unchanged.");
}
