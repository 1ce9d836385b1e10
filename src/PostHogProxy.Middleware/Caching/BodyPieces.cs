using System.Buffers;

namespace PostHogProxy.Caching;

/// <summary>
/// A body in the pieces that it was read in. It is never put together: one copy of 8 MiB would need 8 MiB more, for each that is on its way.
/// </summary>
internal sealed class BodyPieces
{
    // Below the size at which .NET puts an array where only a full collection gets it back (85,000 bytes).
    private const int Largest = 64 * 1024;
    private const int Smallest = 4 * 1024;

    private Piece? _first;
    private Piece? _last;

    public long Length { get; private set; }

    /// <summary>How large the next piece is best made, if <paramref name="left"/> bytes are still to come; null where nobody knows.</summary>
    public int Next(long? left) => (int)Math.Min(left ?? Math.Clamp(Length, Smallest, Largest), Largest);

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        _last = _last is null ? _first = new(bytes, 0) : _last.Append(bytes);
        Length += bytes.Length;
    }

    public ReadOnlySequence<byte> ToSequence() =>
        _first is null ? default : new(_first, 0, _last!, _last!.Memory.Length);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, long runningIndex)
        {
            Memory = bytes;
            RunningIndex = runningIndex;
        }

        public Piece Append(ReadOnlyMemory<byte> bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
