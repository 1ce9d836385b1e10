using Microsoft.Net.Http.Headers;
using PostHogProxy.Responses;

namespace PostHogProxy.Caching;

/// <summary>What came of reading a body.</summary>
internal enum BodyVerdict
{
    /// <summary>It is here.</summary>
    Whole,

    /// <summary>It is larger than what is kept, or nobody can tell where it ends.</summary>
    TooLarge,

    /// <summary>There is no room for it now.</summary>
    NoRoom,
}

/// <summary>Reads a body that is worth keeping: whole, not too large, and with room for it.</summary>
internal static class WholeBody
{
    /// <summary>Where the body is not whole, <paramref name="read"/> has what came of it, and the rest can still be read.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="read">Takes the pieces.</param>
    /// <param name="maximum">The largest body that is kept.</param>
    /// <param name="room">Where space is taken before it is allocated.</param>
    /// <param name="patience">How long it may stand still.</param>
    /// <exception cref="IOException">It ended early.</exception>
    public static async Task<BodyVerdict> ReadAsync(HttpResponseMessage response, BodyPieces read, long maximum, AssetRoom room, Patience patience)
    {
        // Where an answer has both, the length is not that of the body (RFC 9112, 6.3).
        var isChunked = response.Headers.TransferEncodingChunked == true;
        var declared = isChunked ? null : Declared(response);

        // The end of the connection ends such a body, and so does an accident.
        var isOpenEnded = declared is null && !isChunked && response.Version.Major < 2;
        if (declared > maximum || isOpenEnded)
        {
            return BodyVerdict.TooLarge;
        }

        if (!room.TryTake((declared ?? 0) + AssetCacheOptions.Overhead))
        {
            return BodyVerdict.NoRoom;
        }

        // Not disposed: where it has no room, the rest of it goes on to the visitor.
        var body = await response.Content.ReadAsStreamAsync(patience.Token);
        while (true)
        {
            var size = (int)Math.Min(read.Next(declared - read.Length), maximum + 1 - read.Length);
            if (declared is null && size == 0)
            {
                return BodyVerdict.TooLarge;
            }

            if (declared is null && !room.TryTake(size))
            {
                return BodyVerdict.NoRoom;
            }

            // An answer over HTTP/2 may go on behind its length; one byte more shows it.
            var piece = new byte[Math.Max(size, 1)];
            var length = await FillAsync(body, piece, patience);
            var isEnd = length < piece.Length;
            if (declared is null && length < size)
            {
                room.GiveBack(size - length);
                Array.Resize(ref piece, length);
            }

            read.Add(piece.AsMemory(0, length));
            if (isEnd)
            {
                return declared is null || declared == read.Length
                    ? BodyVerdict.Whole
                    : throw new IOException($"The body ended after {read.Length} of {declared} bytes.");
            }

            if (read.Length > declared)
            {
                throw new IOException($"The body is longer than the {declared} bytes that it announces.");
            }
        }
    }

    // Full, or the end of the body.
    private static async ValueTask<int> FillAsync(Stream body, byte[] piece, Patience patience)
    {
        var length = 0;
        while (length < piece.Length)
        {
            var count = await body.ReadAsync(piece.AsMemory(length), patience.Token);
            if (count == 0)
            {
                break;
            }

            patience.Extend();
            length += count;
        }

        return length;
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
