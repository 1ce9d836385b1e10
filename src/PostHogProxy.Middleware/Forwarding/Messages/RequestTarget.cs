namespace PostHogProxy.Forwarding.Messages;

/// <summary>
/// What the visitor asked of PostHog: the request target without the part that led to the proxy. It is the one string that is judged and sent.
/// </summary>
/// <param name="Value">Path and query, starting with a slash.</param>
/// <param name="PathLength">Where the path ends and the query begins.</param>
internal readonly record struct RequestTarget(string Value, int PathLength);
