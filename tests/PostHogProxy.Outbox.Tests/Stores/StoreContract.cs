using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What every store does; each part of it is a contract of its own.</summary>
public abstract class StoreContract
{
    private protected static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <summary>Opens the one store of a test; again, it is the same.</summary>
    private protected abstract IOutboxStore Open(StoreLimits? limits = null);
}
