using PostHogProxy.Keeping;
namespace PostHogProxy.Outbox.Times;

/// <param name="Request">What is sent.</param>
/// <param name="WasRead">Whether its body could be read; where not, only the query was corrected.</param>
internal readonly record struct TimedRequest(KeptRequest Request, bool WasRead);
