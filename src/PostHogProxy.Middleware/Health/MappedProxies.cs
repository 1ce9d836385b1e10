using PostHogProxy.Admission.Visitors;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Health;

/// <summary>What was found out about one mapped proxy.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Findings">What PostHog answered to our own questions.</param>
/// <param name="OldClients">A note on what visitors use; null where there is nothing to say.</param>
internal sealed record ProxyReport(string Path, IReadOnlyList<Finding> Findings, string? OldClients)
{
    /// <summary>Whether PostHog is off, so that it was not asked.</summary>
    public bool IsOff { get; init; }

    /// <summary>Who found it out.</summary>
    public required ProxyVerification Verification { get; init; }
}

/// <summary>
/// The proxies an app has mapped, and what is known of them. It is a service of the app's only where the app has a health check of ours.
/// </summary>
internal sealed class MappedProxies(TimeProvider time)
{
    // An orchestrator asks every second, on every node.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<(ProxyVerification Verification, OldClients OldClients, CancellationToken Stopping)> _proxies = [];
    private Task<ProxyReport[]>? _reports;
    private long _askedAt;

    public void Add(ProxyVerification verification, OldClients oldClients, CancellationToken stopping)
    {
        lock (_gate)
        {
            _proxies.Add((verification, oldClients, stopping));
            _reports = null;
        }
    }

    /// <summary>
    /// The answers of the last minute; asks where there are none. What was begun goes on when a caller leaves, or an orchestrator that
    /// waits for one second would have PostHog asked every second.
    /// </summary>
    public Task<ProxyReport[]> ReportAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_reports is null || _reports.IsFaulted || _reports.IsCanceled || (_reports.IsCompleted && time.GetElapsedTime(_askedAt) >= Memory))
            {
                _askedAt = time.GetTimestamp();
                var proxies = _proxies.ToArray();

                // Nor does it belong to the request of whoever came first: its activity and its context end before this does.
                using (ExecutionContext.SuppressFlow())
                {
                    _reports = Task.Run(() => Task.WhenAll(proxies.Select(proxy => AskAsync(proxy.Verification, proxy.OldClients, proxy.Stopping))), CancellationToken.None);
                }
            }

            return _reports.WaitAsync(cancellationToken);
        }
    }

    private static async Task<ProxyReport> AskAsync(ProxyVerification verification, OldClients oldClients, CancellationToken stopping) =>
        verification.IsOff
            ? new(verification.Path, [], oldClients.Found()) { IsOff = true, Verification = verification }
            : new(verification.Path, await verification.AskAllAsync(stopping), oldClients.Found()) { Verification = verification };
}
