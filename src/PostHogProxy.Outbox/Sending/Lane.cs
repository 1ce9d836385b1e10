using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// What one proxy has kept, on its way to PostHog: the oldest first, events before logs before replays. Nothing leaves the store before PostHog has
/// taken it.
/// </summary>
internal sealed class Lane(
    string proxy, IOutboxStore store, IKeptSender sender, Circuit circuit, Bell bell, OutboxPolicy policy, TimeProvider time, Func<double> jitter, IDrainObserver observer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly OutboxKind[] Order = [OutboxKind.Events, OutboxKind.Logs, OutboxKind.Replay];

    private readonly Ramp _ramp = new(time, policy.MaxConcurrency);
    private readonly Blame _blame = new();
    private readonly Dictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    /// <summary>How long until PostHog is asked again; null while nobody doubts it, or it is being asked.</summary>
    public TimeSpan? NextProbe => _underWay.Count == 0 && circuit.ProbeAt is { } probeAt ? probeAt - time.GetUtcNow() : null;

    /// <summary>Whether there was something to start.</summary>
    public async ValueTask<bool> StartDueAsync(CancellationToken stopping)
    {
        Sweep();
        if (sender.IsOff)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var free = Width(now) - _underWay.Count;
        var started = false;
        foreach (var kind in Order)
        {
            if (free <= 0)
            {
                break;
            }

            // Those under way are still in the store, and the oldest of it.
            foreach (var request in await store.DueAsync(proxy, kind, free + _underWay.Count, now.UtcDateTime, stopping).ConfigureAwait(false))
            {
                if (free > 0 && !_underWay.ContainsKey(request.Id))
                {
                    _underWay.Add(request.Id, SendAsync(request, stopping));
                    free--;
                    started = true;
                }
            }
        }

        return started;
    }

    public async Task FinishAsync()
    {
        await Task.WhenAll(_underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.Clear();
    }

    // While the circuit is open, one request asks for all.
    private int Width(DateTimeOffset now) => circuit.ProbeAt is { } probeAt ? (now >= probeAt ? 1 : 0) : _ramp.Width;

    private void Sweep()
    {
        foreach (var (id, task) in _underWay)
        {
            if (task.IsCompleted)
            {
                _underWay.Remove(id);
            }
        }
    }

    private async Task SendAsync(StoredRequest stored, CancellationToken stopping)
    {
        // Off the loop that starts others.
        await Task.Yield();
        try
        {
            var begun = _blame.Begin();
            var timed = TrueTimes.For(stored.Request, time.GetUtcNow().UtcDateTime);
            var outcome = await sender.SendAsync(timed.Request, policy.AttemptTimeout, stopping).ConfigureAwait(false);
            await SettleAsync(stored, timed, outcome, begun).ConfigureAwait(false);
        }
        catch (OutboxStoreException failure)
        {
            observer.StoreFailed(failure);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It stays in the store.
        }
        finally
        {
            bell.Ring();
        }
    }

    private async ValueTask SettleAsync(StoredRequest stored, TimedRequest timed, SendOutcome outcome, long begun)
    {
        switch (outcome.Verdict)
        {
            case Verdict.Taken:
                circuit.Passed();
                _blame.Passed(stored.Id);
                await store.RemoveAsync([stored.Id], CancellationToken.None).ConfigureAwait(false);
                observer.Sent(stored.Request, timed.WasRead);
                break;
            case Verdict.Never:
                // PostHog is there, and refuses this one.
                circuit.Passed();
                await BuryAsync(stored, outcome.Status).ConfigureAwait(false);
                break;
            case Verdict.Later:
                circuit.Failed(outcome.RetryAfter);
                _ramp.Failed();
                observer.Postponed(outcome.Status);
                await PostponeAsync(stored, outcome.Status, _blame.Failed(stored.Id, begun)).ConfigureAwait(false);
                break;
            default:
                // It was turned off meanwhile.
                break;
        }
    }

    private async ValueTask PostponeAsync(StoredRequest stored, int status, bool isCounted)
    {
        var attempts = stored.Attempts + (isCounted ? 1 : 0);
        if (attempts >= policy.MaxAttempts)
        {
            await BuryAsync(stored, status).ConfigureAwait(false);
            return;
        }

        // In an outage the circuit decides when PostHog is asked again; a pause of the request's own would only make it wait longer.
        var pause = isCounted ? Backoff.Of(attempts, FirstPause, LongestPause) * jitter() : TimeSpan.Zero;
        await store.PostponeAsync(stored.Id, status, isCounted, (time.GetUtcNow() + pause).UtcDateTime, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask BuryAsync(StoredRequest stored, int status)
    {
        _blame.Forget(stored.Id);
        await store.BuryAsync(stored.Id, status, CancellationToken.None).ConfigureAwait(false);
        observer.Buried(stored.Request, status);
    }
}
