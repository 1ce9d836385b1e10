using PostHogProxy.Rules.Aliases;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Learns the aliases from their module, as a page does. From here on everything is asked under its alias.</summary>
internal sealed class AliasCheck : ICheck
{
    public string Name => "aliases";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var module = new Question(HttpMethod.Get, $"/{inspection.Target.AliasName}.mjs") { JudgesAll = true };
        var reply = await inspection.AskAsync(module, cancellationToken).ConfigureAwait(false);
        inspection.Aliases = reply.Status == 200 ? PathAliases.Read(reply.Text) : null;
        return CheckResult.Of(Name, reply, inspection.Aliases is not null ? null : VerifyRules.NoAliases.Say(
            $"{module.Target} isn't a module of aliases, so verify asks for PostHog's own paths.",
            inspection.Target.Url.Authority,
            "Pass the module that the app's log shows at startup (event 14). It changes with the path and the assembly name."));
    }
}
