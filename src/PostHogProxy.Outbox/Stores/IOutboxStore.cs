using PostHogProxy.Keeping;
namespace PostHogProxy.Outbox.Stores;

/// <summary>
/// Where kept requests lie. Every member may be called from several threads. A member that fails throws <see cref="OutboxStoreException"/>, whatever
/// the store's own library throws.
/// </summary>
internal interface IOutboxStore : IAsyncDisposable
{
    /// <summary>Keeps a request. It is durable once this returns <see cref="Kept.Yes"/>.</summary>
    ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Makes this process the one that sends, until the lease is given back; null while another one is. A process that is killed loses its lease. A
    /// store that gives each request to one process lets all of them send.
    /// </summary>
    ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The oldest requests of a kind that are due, in the order in which they came. They stay in the store. Where bodies are large there are fewer,
    /// so that they fit the memory.
    /// </summary>
    /// <param name="proxy">The proxy that took them.</param>
    /// <param name="kind">Events, logs or replays.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="now">Requests whose next attempt is later are not due.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken);

    /// <summary>
    /// One request that is due, to ask with whether PostHog is back: the oldest of those that are small, or else the smallest. No other body is read.
    /// </summary>
    /// <param name="proxy">The proxy that took it.</param>
    /// <param name="kind">Events, logs or replays.</param>
    /// <param name="except">Others than these.</param>
    /// <param name="now">Requests whose next attempt is later are not due.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken);

    /// <summary>PostHog has taken them: they leave the store.</summary>
    ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>An attempt failed.</summary>
    /// <param name="id">The request.</param>
    /// <param name="status">What PostHog answered; 0 where it did not.</param>
    /// <param name="isCounted">Whether the request is to blame, because others passed meanwhile.</param>
    /// <param name="dueAt">When it may be tried again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask PostponeAsync(string id, int status, bool isCounted, DateTime dueAt, CancellationToken cancellationToken);

    /// <summary>PostHog will never take it: it is put aside, within the bound of dead letters. The oldest of these leave first.</summary>
    ValueTask BuryAsync(string id, int status, CancellationToken cancellationToken);

    /// <summary>The newest dead letters, without their bodies.</summary>
    ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(int count, CancellationToken cancellationToken);

    /// <summary>Lets a dead letter wait again, as if it had never failed; all of them where no id is given. Answers how many there were.</summary>
    ValueTask<int> RetryDeadAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter, or all of them. Answers how many there were. An id of a request that waits is none.</summary>
    ValueTask<int> RemoveDeadAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Deletes what came before <paramref name="oldest"/>, dead letters among it; answers how many requests that were.</summary>
    ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken);

    /// <summary>How much there is.</summary>
    ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>The proxies whose requests wait here.</summary>
    ValueTask<IReadOnlyCollection<string>> ProxiesAsync(CancellationToken cancellationToken);

    /// <summary>Gives space back to the system, where there is time for that.</summary>
    ValueTask TidyAsync(CancellationToken cancellationToken);
}
