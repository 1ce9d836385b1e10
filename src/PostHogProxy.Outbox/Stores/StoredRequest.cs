using PostHogProxy.Keeping;
namespace PostHogProxy.Outbox.Stores;

/// <param name="Id">The store's own name for it.</param>
/// <param name="Request">What was kept.</param>
/// <param name="Attempts">How often it failed while others passed.</param>
internal sealed record StoredRequest(string Id, KeptRequest Request, int Attempts);
