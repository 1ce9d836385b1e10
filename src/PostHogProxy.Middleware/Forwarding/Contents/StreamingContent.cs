using System.Buffers;
using System.Net;

namespace PostHogProxy.Forwarding.Contents;

/// <summary>A visitor's body as the HTTP client sends it while it comes in.</summary>
internal sealed class StreamingContent(VisitorBody body) : HttpContent
{
    // What one write to PostHog carries. Larger ones make no difference to the time a replay takes.
    private const int Portion = 64 * 1024;

    // The client keeps up to 32 KiB for more to come, and only another request on its connection would send them on. PostHog gives an upload up that
    // stands still (body_chunk_read_timeout_ms in rust/capture/src/config.rs), and a slow visitor's would seem to.
    private static readonly TimeSpan LongestHeld = TimeSpan.FromMilliseconds(100);

    private Task? _pause;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        body.Begin();
        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            for (int read; (read = await NextAsync(stream, buffer, cancellationToken)) > 0; body.Went(read))
            {
                body.Came();
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            body.End();
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
        var reading = body.ReadAsync(buffer, cancellationToken);
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
}
