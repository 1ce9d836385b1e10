using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sending;

/// <summary>Hears what becomes of kept requests: for metrics, health and the log.</summary>
internal interface IDrainObserver
{
    void Sent(KeptRequest request, bool wasRead);

    void Postponed(int status);

    void Buried(KeptRequest request, int status);

    void Expired(int requests);

    /// <summary>Requests wait for proxies that this app does not have.</summary>
    void Orphaned(IEnumerable<string> proxies);

    void Measured(OutboxContent content);

    void StoreFailed(OutboxStoreException failure);
}
