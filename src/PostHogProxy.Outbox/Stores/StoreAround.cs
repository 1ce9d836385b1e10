using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Stores;

/// <summary>A store in front of another one, to which it leaves what it does not do itself.</summary>
internal abstract class StoreAround : IOutboxStore
{
    /// <exception cref="OutboxStoreException">There is none now.</exception>
    protected abstract IOutboxStore Inner { get; }

    public virtual ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken) => Inner.AddAsync(proxy, request, cancellationToken);

    public ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken) => Inner.TryLeaseAsync(cancellationToken);

    public virtual ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken) =>
        Inner.DueAsync(proxy, kind, count, now, cancellationToken);

    public virtual ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken) =>
        Inner.ProbeAsync(proxy, kind, except, now, cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => Inner.RemoveAsync(ids, cancellationToken);

    public ValueTask PostponeAsync(string id, int status, bool isCounted, DateTime dueAt, CancellationToken cancellationToken) =>
        Inner.PostponeAsync(id, status, isCounted, dueAt, cancellationToken);

    public ValueTask BuryAsync(string id, int status, CancellationToken cancellationToken) => Inner.BuryAsync(id, status, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(int count, CancellationToken cancellationToken) => Inner.DeadAsync(count, cancellationToken);

    public ValueTask<int> RetryDeadAsync(string? id, CancellationToken cancellationToken) => Inner.RetryDeadAsync(id, cancellationToken);

    public ValueTask<int> RemoveDeadAsync(string? id, CancellationToken cancellationToken) => Inner.RemoveDeadAsync(id, cancellationToken);

    public ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) => Inner.ExpireAsync(oldest, cancellationToken);

    public ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken) => Inner.MeasureAsync(cancellationToken);

    public ValueTask<IReadOnlyCollection<string>> ProxiesAsync(CancellationToken cancellationToken) => Inner.ProxiesAsync(cancellationToken);

    public ValueTask TidyAsync(CancellationToken cancellationToken) => Inner.TidyAsync(cancellationToken);

    public abstract ValueTask DisposeAsync();
}
