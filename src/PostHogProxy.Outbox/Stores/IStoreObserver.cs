namespace PostHogProxy.Outbox.Stores;

/// <summary>Hears what happens inside a store.</summary>
internal interface IStoreObserver
{
    void Committed(int changes, TimeSpan duration);

    /// <summary>Requests that the disk has spoilt; they are deleted.</summary>
    void Unreadable(int requests);
}
