namespace PostHogProxy.Rules.Blocking;

/// <summary>A request of posthog-js that a blocker drops.</summary>
/// <param name="Request">Which one.</param>
/// <param name="Rule">The rule, as it stands in the list.</param>
/// <param name="List">The list's title.</param>
/// <param name="Date">The day of the list; null where it does not say.</param>
/// <param name="Loss">What stops working.</param>
/// <param name="Clients">Which versions ask like this.</param>
internal sealed record BlockedRequest(ClientRequest Request, string Rule, string List, string? Date, string Loss, string Clients);

/// <summary>What blockers drop of all that posthog-js asks for.</summary>
/// <param name="BecauseOfPath">What another path, or host, would save.</param>
/// <param name="UnderAnyPath">What is dropped wherever it is asked for: only another client or setting helps.</param>
internal sealed record BlockingVerdict(IReadOnlyList<BlockedRequest> BecauseOfPath, IReadOnlyList<BlockedRequest> UnderAnyPath);
