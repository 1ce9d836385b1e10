using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Tool;

/// <summary>What is to be said of one path, and of the host where one was named.</summary>
/// <param name="Path">The path.</param>
/// <param name="Blocking">What blockers drop; null for a path that cannot be mapped.</param>
/// <param name="Findings">What it means.</param>
internal sealed record PathVerdict(string Path, BlockingVerdict? Blocking, IReadOnlyList<Finding> Findings)
{
    public bool IsFine => !Findings.Any(finding => finding.IsProblem);

    public static PathVerdict Of(string path, string? host, IReadOnlyList<FilterList> lists, CancellationToken cancellationToken)
    {
        if (ProxyPath.Problem(path) is { } problem)
        {
            return new(path, null, [new("PHX1003", FindingSeverity.Warning, problem, path)]);
        }

        // No app is known here; the path stands in for its name, so that the same question gets the same proposal.
        var ofPath = PathRules.Judge(path, lists, path, seed: path, cancellationToken);
        var ofHost = host is null ? [] : HostRules.Judge(host, lists, host, cancellationToken);
        return new(path, Blockers.KnownOfPath(path, lists, cancellationToken), [.. ofPath, .. ofHost]);
    }
}
