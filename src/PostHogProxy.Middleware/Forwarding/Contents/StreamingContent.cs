using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Responses;

namespace PostHogProxy.Forwarding.Contents;

/// <summary>
/// A body that goes on to PostHog while it comes in. It is sent whole or fails: an end that looked like one would make PostHog take half a
/// replay for a whole one.
/// </summary>
internal sealed class StreamingContent(HttpContext context, Patience patience) : HttpContent
{
    // What one write to PostHog carries. Larger ones make no difference to the time a replay takes.
    private const int Portion = 64 * 1024;

    // The client keeps up to 32 KiB for more to come, and only another request on its connection would send them on. PostHog gives an upload up that
    // stands still (body_chunk_read_timeout_ms in rust/capture/src/config.rs), and a slow visitor's would seem to.
    private static readonly TimeSpan LongestHeld = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;
    private Task? _pause;

    /// <summary>What the server says of the visitor's body, where that could not be read.</summary>
    public Exception? ReadingFailure { get; private set; }

    /// <summary>The bytes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Completes when nobody reads the visitor's body any more. From now on nobody begins to: the context is soon another request's.</summary>
    public Task CloseAsync() => Interlocked.Exchange(ref _started, 1) == 0 ? Task.CompletedTask : _ended.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A body that streams can be sent once, and while its request lasts.");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            for (int read; (read = await NextAsync(stream, buffer, cancellationToken)) > 0; Bytes += read)
            {
                patience.Extend();
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                patience.Extend();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _ended.TrySetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    // What the visitor sends next. If that takes a while, what came before goes on without it.
    private async ValueTask<int> NextAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var reading = ReadAsync(buffer, cancellationToken);
        if (reading.IsCompleted)
        {
            return await reading;
        }

        // One delay for many portions: as a rule the next bytes come before it is over.
        var next = reading.AsTask();
        var pause = _pause ??= Task.Delay(LongestHeld, CancellationToken.None);
        if (await Task.WhenAny(next, pause) == next)
        {
            return await next;
        }

        _pause = null;
        var flushing = FlushAsync(stream, cancellationToken);

        // First, whatever becomes of the other: the memory is not given back while somebody reads into it.
        var read = await next;
        await flushing;
        return read;
    }

    private static async Task FlushAsync(Stream stream, CancellationToken cancellationToken) => await stream.FlushAsync(cancellationToken);

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Request.Body.ReadAsync(buffer, cancellationToken);
        }
        catch (OperationCanceledException unwanted) when (cancellationToken.IsCancellationRequested && (!patience.Token.IsCancellationRequested || patience.IsEnded))
        {
            // The client calls the reading off when PostHog has refused the stream. A cancellation would pass for a time that was up.
            throw new IOException("PostHog accepts no more of the request's body.", unwanted);
        }
        catch (Exception failure)
        {
            // Also where the time was up: it was the visitor who stood still.
            ReadingFailure = failure;
            throw;
        }
    }
}
