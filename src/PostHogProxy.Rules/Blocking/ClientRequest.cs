namespace PostHogProxy.Rules.Blocking;

/// <summary>One request that posthog-js makes below the path it was given.</summary>
/// <param name="Target">Path and query, relative to that path.</param>
/// <param name="Kind">Exactly one kind.</param>
/// <param name="Method">GET or POST, which a few rules ask for.</param>
/// <param name="Loss">What stops working when the browser never sends it.</param>
/// <param name="Clients">Which versions ask like this.</param>
internal sealed record ClientRequest(string Target, RequestKinds Kind, string Method, string Loss, string Clients);
