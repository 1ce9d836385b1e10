using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The store that is open, or the next try to open it: a disk that was full may have room again.</summary>
internal sealed class OutboxStores(IStoreFactory factory, OutboxProtection protection, OutboxReports reports) : IOutboxStore
{
    private readonly Lock _gate = new();
    private volatile IOutboxStore? _store;
    private bool _isClosed;

    public string Place => factory.Place;

    /// <exception cref="OutboxStoreException">It cannot be opened.</exception>
    public IOutboxStore Current
    {
        get
        {
            if (_store is { } open)
            {
                return open;
            }

            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                if (_store is null)
                {
                    var opened = factory.Open(reports);
                    reports.Opened(opened);
                    _store = protection.Over(opened.Store, reports.Foreign);
                }

                return _store;
            }
        }
    }

    /// <exception cref="OutboxStoreException">The settings cannot be right.</exception>
    public void OpenFirst()
    {
        protection.Check();
        try
        {
            _ = Current;
        }
        catch (OutboxStoreException failure) when (!failure.IsSettings)
        {
            // The app is worth more than its outbox.
            reports.StoreFailed(failure);
        }
    }

    public ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken) => Current.AddAsync(proxy, request, cancellationToken);

    public ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken) => Current.TryLeaseAsync(cancellationToken);

    public ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken) =>
        Current.DueAsync(proxy, kind, count, now, cancellationToken);

    public ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken) =>
        Current.ProbeAsync(proxy, kind, except, now, cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => Current.RemoveAsync(ids, cancellationToken);

    public ValueTask PostponeAsync(string id, int status, bool isCounted, DateTime dueAt, CancellationToken cancellationToken) =>
        Current.PostponeAsync(id, status, isCounted, dueAt, cancellationToken);

    public ValueTask BuryAsync(string id, int status, CancellationToken cancellationToken) => Current.BuryAsync(id, status, cancellationToken);

    public ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) => Current.ExpireAsync(oldest, cancellationToken);

    public ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken) => Current.MeasureAsync(cancellationToken);

    public ValueTask TidyAsync(CancellationToken cancellationToken) => Current.TidyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        IOutboxStore? store;
        lock (_gate)
        {
            _isClosed = true;
            store = _store;
            _store = null;
        }

        if (store is not null)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }
}
