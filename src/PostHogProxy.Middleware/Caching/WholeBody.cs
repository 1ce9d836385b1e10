using System.Buffers;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding;

namespace PostHogProxy.Caching;

/// <summary>Reads a body that is worth keeping: whole and not too large.</summary>
internal static class WholeBody
{
    /// <summary>Null where it is larger than <paramref name="maximum"/>, or where nobody can tell whether it has come to its end.</summary>
    /// <exception cref="IOException">It ended early.</exception>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, long maximum, Patience patience)
    {
        // Where an answer has both, the length is not that of the body (RFC 9112, 6.3).
        var isChunked = response.Headers.TransferEncodingChunked == true;
        var declared = isChunked ? null : Declared(response);

        // The end of the connection ends such a body, and so does an accident.
        var isOpenEnded = declared is null && !isChunked && response.Version.Major < 2;
        if (declared > maximum || isOpenEnded)
        {
            return null;
        }

        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        var read = new ArrayBufferWriter<byte>((int)Math.Min(maximum, declared ?? 64 * 1024) + 1);
        int count;
        while ((count = await body.ReadAsync(read.GetMemory(), patience.Token)) > 0)
        {
            patience.Extend();
            read.Advance(count);
            if (read.WrittenCount > maximum)
            {
                return null;
            }
        }

        // The client holds an answer over HTTP/1.1 to its length, and one over HTTP/2 to none.
        return declared is null || declared == read.WrittenCount
            ? read.WrittenSpan.ToArray()
            : throw new IOException($"The body ended after {read.WrittenCount} of {declared} bytes.");
    }

    // Two lengths, or one that is none: who is on the way may have read another than the client does.
    private static long? Declared(HttpResponseMessage response)
    {
        if (!response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentLength, out var written))
        {
            return response.Content.Headers.ContentLength;
        }

        return written.Count == 1 && response.Content.Headers.ContentLength is { } length
            ? length
            : throw new IOException($"The length of the body is '{written}'.");
    }
}
