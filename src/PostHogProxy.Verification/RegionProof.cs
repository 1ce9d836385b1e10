using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification;

/// <summary>
/// Proves that projects are where the proxy sends their events. PostHog takes the events of a project of the other region with 200 and
/// drops them; <c>/array/&lt;token>/config</c> is one of the two places where it shows (404).
/// </summary>
internal sealed class RegionProof(HttpMessageInvoker invoker, ProofHosts hosts, TimeSpan? timeout = null)
{
    private readonly ProjectLookup _projects = new(invoker, timeout);

    /// <summary>One finding for each token, in their order.</summary>
    public async Task<IReadOnlyList<Finding>> ProveAsync(IEnumerable<string> tokens, CancellationToken cancellationToken) =>
        await Task.WhenAll(tokens.Select(token => ProveAsync(token, cancellationToken))).ConfigureAwait(false);

    private async Task<Finding> ProveAsync(string token, CancellationToken cancellationToken)
    {
        var home = _projects.AskAsync(hosts.Home, token, cancellationToken);
        var other = hosts.Other is null ? null : _projects.AskAsync(hosts.Other, token, cancellationToken);
        var here = await home.ConfigureAwait(false);
        return other is null
            ? OwnOriginFindings.Judge(token, hosts.Home.Name, here)
            : RegionFindings.Judge(token, hosts.Home.Name, here, hosts.Other!.Name, await other.ConfigureAwait(false));
    }
}
