using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification;

/// <summary>
/// Proves that projects are where the proxy sends their events. PostHog takes the events of a project of the other region with 200 and
/// drops them; <c>/array/&lt;token>/config</c> is one of the two places where it shows (404).
/// </summary>
internal sealed class RegionProof(HttpMessageInvoker invoker, ProofHosts hosts, TimeSpan? timeout = null)
{
    private readonly Probe _probe = new(invoker, timeout);

    /// <summary>One finding for each token, in their order.</summary>
    public async Task<IReadOnlyList<Finding>> ProveAsync(IEnumerable<string> tokens, CancellationToken cancellationToken) =>
        await Task.WhenAll(tokens.Select(token => ProveAsync(token, cancellationToken))).ConfigureAwait(false);

    private async Task<Finding> ProveAsync(string token, CancellationToken cancellationToken)
    {
        var home = AskAsync(hosts.Home, token, cancellationToken);
        var other = hosts.Other is null ? null : AskAsync(hosts.Other, token, cancellationToken);
        var here = await home.ConfigureAwait(false);
        return other is null
            ? OwnOriginFindings.Judge(token, hosts.Home.Name, here)
            : RegionFindings.Judge(token, hosts.Home.Name, here, hosts.Other!.Name, await other.ConfigureAwait(false));
    }

    private async Task<Standing> AskAsync(Installation installation, string token, CancellationToken cancellationToken)
    {
        var unclear = new List<string>();
        foreach (var origin in installation.Origins)
        {
            var answer = await _probe.AskAsync(new Uri(origin, $"/array/{token}/config"), firstByteOnly: false, cancellationToken)
                .ConfigureAwait(false);
            switch (answer)
            {
                case { Status: 200, IsPage: false }:
                    return Standing.Known;
                case { Status: 404 }:
                    return Standing.Unknown;
                default:
                    unclear.Add(answer.ToString());
                    break;
            }
        }

        return new(null, string.Join(", ", unclear));
    }
}

/// <summary>Whether an installation knows a project; null where nobody gave a clear answer, and why.</summary>
internal readonly record struct Standing(bool? IsKnown, string Cause)
{
    public static readonly Standing Known = new(true, "");
    public static readonly Standing Unknown = new(false, "");
}
