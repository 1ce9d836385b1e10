using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Responses;

namespace PostHogProxy.Bodies;

/// <summary>Takes a small body in, whole, before anything goes to PostHog.</summary>
internal static class SmallBodyReading
{
    private const int FirstPortion = 16 * 1024;

    extension(SmallBody)
    {
        /// <summary>Reads the body where it is small and says so, or where it is within what is kept; null where it streams.</summary>
        /// <param name="context">The request.</param>
        /// <param name="timeout">How long it may stand still.</param>
        /// <param name="keptUpTo">The longest body that is wanted whole, however it comes; null where nobody keeps any.</param>
        /// <exception cref="IOException">The browser went away before it had sent what it promised.</exception>
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public static async ValueTask<SmallBody?> ReadAsync(HttpContext context, TimeSpan timeout, int? keptUpTo = null)
        {
            if (context.Request.ContentLength is not (> 0 and <= SmallBody.Limit))
            {
                return keptUpTo is { } limit && context.Request.ContentLength != 0 && !(context.Request.ContentLength > limit)
                    ? await ReadGrowingAsync(context, timeout, limit)
                    : null;
            }

            var length = (int)context.Request.ContentLength.Value;
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                var arrived = TakeWhatIsThere(context.Request.BodyReader, bytes.AsSpan(0, length));
                if (arrived < length)
                {
                    await ReadRestAsync(context, bytes.AsMemory(arrived, length - arrived), timeout);
                }
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(bytes);
                throw;
            }

            return new(bytes, length, context.Features.Get<IHttpRequestLifetimeFeature>());
        }
    }

    // What is announced is no reason to take memory: it may never come. Browsers send no body in chunks; a proxy in front of the app may, and there the
    // end tells the length. Only who keeps bodies asks for these.
    private static async ValueTask<SmallBody?> ReadGrowingAsync(HttpContext context, TimeSpan timeout, int limit)
    {
        var (body, room) = (context.Request.Body, BodyRoom.OfProcess);
        var announced = (int?)context.Request.ContentLength;
        var bytes = ArrayPool<byte>.Shared.Rent(FirstPortion);
        var length = 0;
        try
        {
            using var patience = Patience.Begin(timeout, context.RequestAborted);
            while (length != announced && length <= limit && HasSpace(room, ref bytes, length))
            {
                var end = Math.Min(bytes.Length, announced ?? int.MaxValue);
                var read = await body.ReadAsync(bytes.AsMemory(length, end - length), patience.Token);
                if (read == 0)
                {
                    announced = announced is null ? length : throw new EndOfStreamException();
                }

                length += read;

                // Anew for each portion: a slow visitor's body moves, and only one that stands still is given up.
                patience.Extend();
            }
        }
        catch
        {
            room.GiveBack(bytes.Length);
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }

        if (length == announced)
        {
            return new(bytes, length, context.Features.Get<IHttpRequestLifetimeFeature>());
        }

        // Too long to be kept, or the process holds enough: it streams, what was read first.
        var begun = new BegunStream(bytes, length, body);
        context.Response.RegisterForDispose(begun);
        context.Request.Body = begun;
        return null;
    }

    private static bool HasSpace(BodyRoom room, ref byte[] bytes, int length)
    {
        if (length < bytes.Length)
        {
            return true;
        }

        if (!room.TryGrow(length, length * 2))
        {
            return false;
        }

        // The pool's arrays have a power of two as their length.
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
        return true;
    }

    // Browsers send a small body with the head of the request: as a rule all of it is here, and nobody need wait.
    private static int TakeWhatIsThere(PipeReader reader, Span<byte> to)
    {
        if (!reader.TryRead(out var read))
        {
            return 0;
        }

        // The length first: what has been let go is measured no more.
        var length = (int)Math.Min(to.Length, read.Buffer.Length);
        var there = read.Buffer.Slice(0, length);
        there.CopyTo(to);
        reader.LetGo(there.End);
        return length;
    }

    private static async ValueTask ReadRestAsync(HttpContext context, Memory<byte> rest, TimeSpan timeout)
    {
        using var patience = Patience.Begin(timeout, context.RequestAborted);
        while (rest.Length > 0)
        {
            var read = await context.Request.Body.ReadAsync(rest, patience.Token);
            rest = rest[(read > 0 ? read : throw new EndOfStreamException())..];

            // Anew for each portion: a slow visitor's body moves, and only one that stands still is given up.
            patience.Extend();
        }
    }
}
