using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Verification.Checks;

/// <summary>What content blockers make of the address, by the same rules as at build time.</summary>
internal sealed class BlockerCheck : ICheck
{
    public string Name => "blockers";

    public Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var target = inspection.Target;
        var host = target.Url.IdnHost;
        var (asked, findings) = target.HasOwnHost
            ? (host, HostRules.Judge(host, [], host, cancellationToken))
            : (target.Prefix, PathRules.Judge(target.Prefix, [], target.Prefix, seed: host, cancellationToken));
        return Task.FromResult<CheckResult>(new(
            Name, asked, findings.Any(finding => finding.IsProblem) ? "a filter list blocks it" : "no filter list of a blocker blocks it", findings));
    }
}
