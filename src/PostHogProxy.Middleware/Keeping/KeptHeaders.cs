using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Keeping;

/// <summary>The headers of a request as they are kept: those that the proxy would have sent, and of these only what still holds later.</summary>
internal static class KeptHeaders
{
    // A key or a session is no part of an event.
    private static readonly FrozenSet<string> NotKept = FrozenSet.ToFrozenSet(
        [HeaderNames.ContentLength, HeaderNames.AcceptEncoding, HeaderNames.Authorization, "X-Conversations-Token", "Idempotency-Key"],
        StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpRequestMessage message)
    {
        var kept = new List<KeyValuePair<string, string>>();
        foreach (var header in message.Headers.NonValidated.Concat(message.Content!.Headers.NonValidated))
        {
            // The length is the body's, whatever becomes of it; nobody reads the answer, in whatever encoding.
            if (!NotKept.Contains(header.Key))
            {
                kept.AddRange(header.Value.Select(value => KeyValuePair.Create(header.Key, value)));
            }
        }

        return kept;
    }

    public static void Put(KeptRequest request, HttpRequestMessage message)
    {
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
