using PostHogProxy.Forwarding;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification;

namespace PostHogProxy.Health;

/// <summary>What one mapped proxy can ask PostHog about itself, over the connections its visitors use.</summary>
internal sealed class ProxyVerification
{
    private readonly IOptionsInForce _live;
    private readonly string[] _tokens;
    private readonly RegionProof _proof;
    private readonly HostReachability _hosts;
    private volatile int _wrongTokens = -1;

    public ProxyVerification(IOptionsInForce live, UpstreamOrigins origins, HttpMessageInvoker invoker)
    {
        var options = live.Initial;
        _live = live;
        Path = options.Path!;
        _tokens = [.. options.ProjectTokens.Distinct(StringComparer.Ordinal)];
        _proof = new(invoker, UpstreamOrigins.HasUpstream(options) ? Hosts(options) : ProofHosts.OfOrigin(new(origins.Ingest)));
        _hosts = new(invoker, new(origins.Ingest), new(origins.Assets));
    }

    public string Path { get; }

    /// <summary>Whether PostHog is off for everybody: then no packet leaves.</summary>
    public bool IsOff => _live.Current.Disabled;

    /// <summary>Whether there is anything to prove a region by.</summary>
    public bool HasTokens => _tokens.Length > 0;

    /// <summary>Tokens whose events PostHog drops. Null until it has been proven; an answer that says nothing changes nothing.</summary>
    public int? WrongTokens => _wrongTokens < 0 ? null : _wrongTokens;

    public async Task<IReadOnlyList<Finding>> ProveRegionAsync(CancellationToken cancellationToken)
    {
        var findings = await _proof.ProveAsync(_tokens, cancellationToken);
        var wrong = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        if (HasTokens && (wrong > 0 || findings.All(finding => finding.Severity == FindingSeverity.Info)))
        {
            _wrongTokens = wrong;
        }

        return findings;
    }

    public async Task<IReadOnlyList<Finding>> AskAllAsync(CancellationToken cancellationToken)
    {
        var proof = ProveRegionAsync(cancellationToken);
        var hosts = _hosts.AskAsync(cancellationToken);
        await Task.WhenAll(proof, hosts);
        return [.. await proof, .. await hosts];
    }

    // Where the team named its own PostHog, the cloud learns nothing of its projects.
    private static ProofHosts Hosts(PostHogProxyOptions options) =>
        options.IngestOrigin is { } own ? ProofHosts.OfOrigin(own)
        : options.AssetsOrigin is null ? ProofHosts.OfRegion(options.Region!.Value)
        : ProofHosts.OfRegionWithOwnAssets(options.Region!.Value);
}
