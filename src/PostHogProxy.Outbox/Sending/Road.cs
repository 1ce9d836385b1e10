using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// What one proxy has kept, on its way to PostHog: a lane for each kind, events before logs before replays. Nothing leaves the store before PostHog
/// has taken it.
/// </summary>
internal sealed class Road(
    string proxy, IOutboxStore store, IKeptSender sender, IReadOnlyList<Service> services, Bell bell, OutboxPolicy policy, TimeProvider time, Func<double> jitter,
    IDrainObserver observer)
{
    public static readonly IReadOnlyList<OutboxKind> Order = [OutboxKind.Events, OutboxKind.Logs, OutboxKind.Replay];

    private readonly Lane[] _lanes =
    [
        .. Order.Select(kind => services.Single(service => service.Kind == kind)).Select(service =>
        {
            var ramp = new Ramp(time, policy.MaxConcurrency);
            service.Circuit.Turned += isOpen =>
            {
                if (!isOpen)
                {
                    ramp.Restart();
                }
            };
            return new Lane(
                new Backlog(proxy, service.Kind, store, policy.MaxConcurrency), new Delivery(store, sender, service, ramp, policy, time, jitter, observer), service.Circuit, ramp, bell, time);
        }),
    ];

    private volatile bool _isFinishing;

    /// <summary>The name under which its requests lie.</summary>
    public string Proxy => proxy;

    /// <summary>Whether nothing more is started, and those under way are waited for.</summary>
    public bool IsFinishing => _isFinishing;

    public int UnderWay => _lanes.Sum(static lane => lane.UnderWay);

    /// <summary>How long until PostHog is asked whether it is back; null while there is nothing to wait for.</summary>
    public TimeSpan? NextProbe => sender.IsOff ? null : _lanes.Min(static lane => lane.NextProbe);

    /// <summary>Whether there was something to start.</summary>
    public async ValueTask<bool> StartDueAsync(CancellationToken stopping)
    {
        var started = 0;
        foreach (var lane in _lanes)
        {
            lane.Sweep();
        }

        if (!sender.IsOff)
        {
            var free = policy.MaxConcurrency - UnderWay;
            var isFull = false;
            foreach (var lane in _lanes)
            {
                started += await lane.StartDueAsync(isFull ? 0 : free - started, stopping).ConfigureAwait(false);
                isFull |= lane.IsFull;
            }
        }

        return started > 0;
    }

    public async Task FinishAsync()
    {
        _isFinishing = true;
        foreach (var lane in _lanes)
        {
            await lane.FinishAsync().ConfigureAwait(false);
        }

        _isFinishing = false;
    }
}
