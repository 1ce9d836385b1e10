namespace PostHogProxy.Keeping;

/// <summary>The outbox as a person sees and changes it while the app runs. A service of the app's where it has an outbox.</summary>
internal interface IOutboxView
{
    /// <summary>How it is now. Never throws but for <paramref name="cancellationToken"/>: what can't be read is in <see cref="OutboxStatus.Problem"/>.</summary>
    ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken);

    /// <summary>Lets a dead letter, or all of them, wait to be sent again. Answers how many there were.</summary>
    /// <exception cref="IOException">The store can't be reached. The message says why.</exception>
    ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter, or all of them. Answers how many there were.</summary>
    /// <exception cref="IOException">The store can't be reached. The message says why.</exception>
    ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken);
}

/// <summary>How an outbox is.</summary>
/// <param name="Mode">Off, OnFailure or WriteAhead.</param>
/// <param name="Entries">How many requests wait.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="MaxBytes">How many may wait.</param>
/// <param name="Oldest">When the oldest of them came; null where none waits.</param>
/// <param name="Dead">How many dead letters there are.</param>
/// <param name="Open">The circuits that are open: proxy and kind.</param>
/// <param name="Problem">What the health check says is wrong, with the cure; null while all is well.</param>
/// <param name="Letters">The newest dead letters.</param>
internal sealed record OutboxStatus(
    string Mode, long Entries, long Bytes, long MaxBytes, DateTime? Oldest, long Dead, IReadOnlyList<string> Open, string? Problem, IReadOnlyList<DeadLetter> Letters);

/// <summary>A request that PostHog refuses for good, without anything of what is in it.</summary>
/// <param name="Id">The store's name for it.</param>
/// <param name="Kind">Events, logs or recordings.</param>
/// <param name="Proxy">The name of the proxy that took it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Status">What PostHog answered last; 0 where it did not.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record DeadLetter(string Id, OutboxKind Kind, string Proxy, DateTime ReceivedAt, int Status, long Bytes);
