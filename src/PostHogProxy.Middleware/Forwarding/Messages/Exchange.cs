using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding.Messages;

/// <summary>What is sent, whatever host it goes to and however often.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Route">What is asked for.</param>
/// <param name="Headers">What the headers need beyond the list of what passes.</param>
/// <param name="Body">The visitor's body, where it is small; null where it streams, or there is none.</param>
/// <param name="IsEvent">Whether events or a replay are sent: the SDK knows 200 as the only success.</param>
internal sealed record Exchange(RequestTarget Target, ClientRoute Route, RequestHeaderPolicy Headers, SmallBody? Body, bool IsEvent)
{
    /// <summary>How long PostHog may take, where that is less than the options say; null where they decide.</summary>
    public TimeSpan? Timeout { get; init; }
}
