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
    extension(SmallBody)
    {
        /// <summary>Reads the body where its length is known and within the limit; null where it streams.</summary>
        /// <exception cref="IOException">The browser went away before it had sent what it promised.</exception>
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public static async ValueTask<SmallBody?> ReadAsync(HttpContext context, TimeSpan timeout, int limit)
        {
            if (context.Request.ContentLength is null && limit > SmallBody.Limit)
            {
                return await ReadChunkedAsync(context, timeout, limit);
            }

            if (context.Request.ContentLength is not > 0 || context.Request.ContentLength > limit)
            {
                return null;
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

    // The end tells the length. Browsers send no body in chunks; a proxy in front of the app may. Only who keeps bodies asks for these.
    private static async ValueTask<SmallBody?> ReadChunkedAsync(HttpContext context, TimeSpan timeout, int limit)
    {
        var body = context.Request.Body;
        var bytes = ArrayPool<byte>.Shared.Rent(SmallBody.Limit);
        var length = 0;
        using var patience = Patience.Begin(timeout, context.RequestAborted);
        try
        {
            while (length <= limit)
            {
                if (length == bytes.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    bytes.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(bytes);
                    bytes = larger;
                }

                var read = await body.ReadAsync(bytes.AsMemory(length), patience.Token);
                if (read == 0)
                {
                    return new(bytes, length, context.Features.Get<IHttpRequestLifetimeFeature>());
                }

                length += read;
                patience.Extend();
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }

        // Too long to be kept: it streams, what was read first.
        context.Request.Body = new BegunStream(bytes, length, body);
        return null;
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
        reader.AdvanceTo(there.End);
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
