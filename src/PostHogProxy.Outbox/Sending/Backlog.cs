using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// The requests of a lane that are due, the oldest first. It reads some ahead, because the store would else be asked for those under way again, with
/// their bodies, at every one that is sent.
/// </summary>
internal sealed class Backlog(string proxy, OutboxKind kind, IOutboxStore store, int ahead)
{
    private readonly Queue<StoredRequest> _read = new();

    /// <summary>The next one, which stays in the store; null where none is due.</summary>
    /// <param name="skips">Requests that are not wanted, and about how many of them there are.</param>
    /// <param name="skipped">About how many of them there are.</param>
    /// <param name="now">Requests whose next attempt is later are not due.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<StoredRequest?> NextAsync(Func<string, bool> skips, int skipped, DateTime now, CancellationToken cancellationToken)
    {
        if (_read.Count == 0)
        {
            // Those under way are still in the store, and the oldest of it.
            foreach (var request in await store.DueAsync(proxy, kind, ahead + skipped, now, cancellationToken).ConfigureAwait(false))
            {
                if (!skips(request.Id))
                {
                    _read.Enqueue(request);
                }
            }
        }

        return _read.TryDequeue(out var next) ? next : null;
    }

    /// <summary>One to ask with whether PostHog is back; null where none is due.</summary>
    public ValueTask<StoredRequest?> ProbeAsync(IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken) =>
        store.ProbeAsync(proxy, kind, except, now, cancellationToken);

    /// <summary>What was read may be out of date.</summary>
    public void Forget() => _read.Clear();
}
