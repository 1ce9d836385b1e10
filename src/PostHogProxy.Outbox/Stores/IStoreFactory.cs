namespace PostHogProxy.Outbox.Stores;

/// <summary>Opens the store that the app has chosen.</summary>
internal interface IStoreFactory
{
    /// <summary>Where requests are kept, for the log.</summary>
    string Place { get; }

    /// <summary>How long an app waits at most before it sends after its start, so that many do not send together.</summary>
    TimeSpan LongestStart { get; }

    /// <summary>Whether something may have been kept there before. Nothing is made for this question.</summary>
    bool MayHold => true;

    /// <summary>Whether something was found broken once and still lies there.</summary>
    bool HasPutAside => false;

    /// <exception cref="OutboxStoreException">It cannot be opened.</exception>
    OpenedStore Open(IStoreObserver observer);
}

/// <param name="Store">The store.</param>
/// <param name="BrokenFile">Where the file lies that was found broken; null where none was.</param>
/// <param name="Salvaged">How many requests of it could be read.</param>
internal sealed record OpenedStore(IOutboxStore Store, string? BrokenFile = null, int Salvaged = 0)
{
    /// <summary>The command with which a person sees the dead letters of it.</summary>
    public string DeadCommand { get; init; } = "";
}
