using System.Collections.Concurrent;
using PostHogProxy.Keeping;
using PostHogProxy.Payloads;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Sending;

/// <summary>Sends one kept request, and settles in the store what came of it.</summary>
internal sealed class Delivery(
    IOutboxStore store, IKeptSender sender, Service service, Ramp ramp, OutboxPolicy policy, TimeProvider time, Func<double> jitter, IDrainObserver observer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // PostHog has taken them, and the store could not let go of them.
    private readonly ConcurrentDictionary<string, StoredRequest> _taken = new(StringComparer.Ordinal);

    /// <param name="stored">The request.</param>
    /// <param name="isProbe">Whether it asks for all whether PostHog is back.</param>
    /// <param name="stopping">The app stops, or this process may not send any more.</param>
    /// <exception cref="OutboxStoreException">The store failed.</exception>
    public async ValueTask RunAsync(StoredRequest stored, bool isProbe, CancellationToken stopping)
    {
        if (_taken.TryGetValue(stored.Id, out var taken) && taken.Request.ReceivedAt == stored.Request.ReceivedAt)
        {
            await RemoveAsync(stored).ConfigureAwait(false);
            return;
        }

        var begun = service.Blame.Begin();
        var timed = await TrueTimes.ForAsync(stored.Request, time.GetUtcNow().UtcDateTime, stopping).ConfigureAwait(false);
        var outcome = await sender.SendAsync(timed.Request, policy.AttemptTimeout, stopping).ConfigureAwait(false);
        switch (outcome.Verdict)
        {
            case Verdict.Taken:
                service.Passed(begun);
                if (outcome.IsOverQuota && Tokens.Of(stored.Request) is { } token)
                {
                    service.Quotas.Reached(token);
                }

                observer.Sent(stored.Request, timed.WasRead);
                await RemoveAsync(stored).ConfigureAwait(false);
                break;
            case Verdict.Never:
                // PostHog is there, and refuses this one.
                service.Circuit.Passed();
                await BuryAsync(stored, outcome.Status).ConfigureAwait(false);
                break;
            case Verdict.Later:
                service.Circuit.Failed(outcome.RetryAfter, isProbe);
                ramp.Failed();
                observer.Postponed(outcome.Status);
                await PostponeAsync(stored, outcome).ConfigureAwait(false);
                break;
            default:
                // It was turned off meanwhile.
                break;
        }
    }

    private async ValueTask PostponeAsync(StoredRequest stored, SendOutcome outcome)
    {
        var isCounted = service.Blame.Failed(stored.Id, out var times);
        var attempts = stored.Attempts + (isCounted ? 1 : 0);
        if (attempts >= policy.MaxAttempts)
        {
            await BuryAsync(stored, outcome.Status).ConfigureAwait(false);
            return;
        }

        var dueAt = (time.GetUtcNow() + Pause(attempts + times, outcome.RetryAfter)).UtcDateTime;
        await store.PostponeAsync(stored.Id, outcome.Status, isCounted, dueAt, CancellationToken.None).ConfigureAwait(false);
    }

    // In an outage the circuit decides when PostHog is asked again; a pause of the request's own would only make it wait longer.
    private TimeSpan Pause(int failures, TimeSpan? retryAfter)
    {
        if (service.Circuit.IsOpen)
        {
            return TimeSpan.Zero;
        }

        var pause = Backoff.Of(Math.Max(0, failures - 1), FirstPause, LongestPause) * jitter();
        return retryAfter is { } asked && asked > pause ? (asked < LongestPause ? asked : LongestPause) : pause;
    }

    private async ValueTask RemoveAsync(StoredRequest stored)
    {
        service.Blame.Forget(stored.Id);
        _taken[stored.Id] = stored with { Request = stored.Request with { Body = [] } };
        await store.RemoveAsync([stored.Id], CancellationToken.None).ConfigureAwait(false);
        _taken.TryRemove(stored.Id, out _);
    }

    private async ValueTask BuryAsync(StoredRequest stored, int status)
    {
        service.Blame.Forget(stored.Id);
        await store.BuryAsync(stored.Id, status, CancellationToken.None).ConfigureAwait(false);
        observer.Buried(stored.Request, status);
    }
}
