using PostHogProxy.Forwarding.Contents;

namespace PostHogProxy.Bodies;

/// <summary>A body whose beginning was read already.</summary>
internal sealed class BegunStream(byte[] begun, int length, Stream rest) : PassingStream(rest)
{
    private int _read;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = begun.AsSpan(_read, length - _read);
        if (left.IsEmpty)
        {
            return base.ReadAsync(buffer, cancellationToken);
        }

        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer.Span);
        _read += taken;
        return new(taken);
    }
}
