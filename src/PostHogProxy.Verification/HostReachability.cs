using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification;

/// <summary>Asks whether the hosts a proxy sends to can be reached from here, and whether their certificates are valid.</summary>
internal sealed class HostReachability(HttpMessageInvoker invoker, Uri ingest, Uri assets, TimeSpan? timeout = null)
{
    // What PostHog's own health checks ask the host of the events for, and the file every page loads first.
    private const string Ingest = "/flags/";
    private const string Assets = "/static/array.js";

    private readonly Probe _probe = new(invoker, timeout);

    /// <summary>One finding for each host; one for both where they are the same.</summary>
    public async Task<IReadOnlyList<Finding>> AskAsync(CancellationToken cancellationToken)
    {
        Task<Finding>[] questions = ingest == assets
            ? [AskAsync(ingest, Ingest, firstByteOnly: false, cancellationToken)]
            : [AskAsync(ingest, Ingest, firstByteOnly: false, cancellationToken), AskAsync(assets, Assets, firstByteOnly: true, cancellationToken)];
        return await Task.WhenAll(questions).ConfigureAwait(false);
    }

    private async Task<Finding> AskAsync(Uri origin, string path, bool firstByteOnly, CancellationToken cancellationToken) =>
        Judge(origin, await _probe.AskAsync(new Uri(origin, path), firstByteOnly, cancellationToken).ConfigureAwait(false));

    // Any answer below 500 tells that the host is there; what it says to whom is the region proof's subject and the forwarder's.
    private static Finding Judge(Uri origin, ProbeAnswer answer) => answer switch
    {
        { Failure: ProbeFailure.Certificate } => new(
            "PHX5012",
            FindingSeverity.Warning,
            Sentence(answer),
            answer.Host,
            ProbeFailures.CertificateCure),
        { Failure: ProbeFailure.EgressProxy } => new(
            "PHX5011",
            FindingSeverity.Warning,
            Sentence(answer),
            answer.Host,
            ProbeFailures.EgressProxyCure),
        { Failure: not ProbeFailure.None } => new(
            "PHX5011",
            FindingSeverity.Warning,
            Sentence(answer),
            answer.Host,
            $"Let this machine reach {answer.Host} on port {origin.Port}: firewall, egress proxy, DNS."),
        { Status: >= 500 } => new(
            "PHX5013",
            FindingSeverity.Warning,
            $"{answer.Host} answered {answer.Status}.",
            answer.Host,
            "The host answers, but has a problem. See https://status.posthog.com, or the host's log if it is your own."),
        _ => new("PHX5010", FindingSeverity.Info, $"{answer.Host} can be reached.", answer.Host),
    };

    private static string Sentence(ProbeAnswer answer) => answer.Detail is { } detail ? $"{answer}: {detail}." : $"{answer}.";
}
