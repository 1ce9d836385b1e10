using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>
/// The store once it is open. The host opens it at the start, and again and again where that fails: looking at a file may take seconds, and a
/// visitor's request must not wait for it. Until then every call fails at once.
/// </summary>
internal sealed class OutboxStores(IStoreFactory factory, OutboxProtection protection, OutboxReports reports) : StoreAround
{
    private volatile IOutboxStore? _store;
    private volatile OutboxStoreException _failure = new("It is not open yet");

    public string Place => factory.Place;

    /// <summary>Why it cannot be used; null where it is open.</summary>
    public OutboxStoreException? Failure => _store is null ? _failure : null;

    protected override IOutboxStore Inner => _store ?? throw new OutboxStoreException(_failure.Message, _failure) { IsAway = _failure.IsAway };

    /// <summary>Tries to open it. Only one thread at a time does. Answers why it cannot be opened; null where it is open.</summary>
    public OutboxStoreException? Open()
    {
        try
        {
            protection.Check();
            var opened = factory.Open(reports);
            _store = protection.Over(opened.Store, reports.Foreign);
            reports.Opened(opened);
            return null;
        }
        catch (Exception failure)
        {
            // The app is worth more than its outbox, whatever it was.
            _failure = failure as OutboxStoreException ?? new($"It cannot be opened: {failure.GetType().Name}: {failure.Message}", failure);
            reports.NotOpened(_failure);
            return _failure;
        }
    }

    public override ValueTask DisposeAsync()
    {
        var store = Interlocked.Exchange(ref _store, null);
        return store is null ? default : store.DisposeAsync();
    }
}
