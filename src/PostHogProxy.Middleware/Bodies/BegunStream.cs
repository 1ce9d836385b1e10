using PostHogProxy.Forwarding.Contents;

namespace PostHogProxy.Bodies;

/// <summary>A body whose beginning was read already. Its memory is counted until it was read from here, or the request has ended.</summary>
internal sealed class BegunStream(byte[] begun, int length, Stream rest) : PassingStream(rest)
{
    private byte[]? _begun = begun;
    private int _read;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_begun is not { } bytes)
        {
            return base.ReadAsync(buffer, cancellationToken);
        }

        var left = bytes.AsSpan(_read, length - _read);
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer.Span);
        _read += taken;
        if (_read == length)
        {
            Forget();
        }

        return new(taken);
    }

    protected override void Dispose(bool disposing)
    {
        Forget();
        base.Dispose(disposing);
    }

    // Not into the pool: who is late may still read from it.
    private void Forget()
    {
        if (Interlocked.Exchange(ref _begun, null) is { } bytes)
        {
            BodyRoom.OfProcess.GiveBack(bytes.Length);
        }
    }
}
