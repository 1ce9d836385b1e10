using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>What one request's headers need beyond the list of what passes.</summary>
/// <param name="AcceptEncoding">
/// The visitor's, replaced on the request beforehand: response compression in the app would re-encode what upstream sends plain, and it
/// reads the header when the forwarder turns buffering off.
/// </param>
/// <param name="BodyIsAsSent">
/// False where the app's middleware has put another body in place of the visitor's: then the length in the headers is not its length.
/// </param>
/// <param name="Address">What PostHog is told of the visitor's address.</param>
/// <param name="PassesServerKey">Whether <c>Authorization</c> goes on where it holds a PostHog key.</param>
internal readonly record struct RequestHeaderPolicy(
    StringValues AcceptEncoding, bool BodyIsAsSent, ClientAddressMode Address, bool PassesServerKey);
