using System.Buffers;
using System.Buffers.Binary;

namespace PostHogProxy.Http2.Framing;

/// <summary>Frames one behind the other, as they go out in one write.</summary>
internal sealed class FrameBuffer
{
    private const int UsualSize = 16 * 1024;

    // One that a burst has made large is let go.
    private const int LargestKept = 512 * 1024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>How many of the frames the peer has asked for. Counted by whoever writes them.</summary>
    public int Acknowledgements { get; set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>The next bytes, to be written in full.</summary>
    public Span<byte> Take(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }

        var taken = _bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    /// <summary>Makes room for what comes next, so that it is not moved once it is here.</summary>
    public void Expect(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }
    }

    public void Header(int length, FrameType type, FrameFlags flags, int streamId) =>
        new FrameHeader(length, type, flags, streamId).Write(Take(FrameHeader.Size));

    public void RstStream(int streamId, Http2ErrorCode code)
    {
        Header(4, FrameType.RstStream, FrameFlags.None, streamId);
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), (uint)code);
    }

    public void WindowUpdate(int streamId, int increment)
    {
        Header(4, FrameType.WindowUpdate, FrameFlags.None, streamId);
        BinaryPrimitives.WriteInt32BigEndian(Take(4), increment);
    }

    /// <summary>Our last-stream-id is 0: a server opens no streams, as we have turned push off.</summary>
    public void GoAway(Http2ErrorCode code)
    {
        Header(8, FrameType.GoAway, FrameFlags.None, 0);
        var payload = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(payload, 0);
        BinaryPrimitives.WriteUInt32BigEndian(payload[4..], (uint)code);
    }

    /// <summary>A header block in as many frames as the peer's size of a frame asks for (section 6.10: nothing comes between them).</summary>
    /// <param name="first">A byte in front of the block; none where it is null.</param>
    /// <param name="block">The block.</param>
    /// <param name="endsStream">Whether no body follows.</param>
    /// <param name="streamId">The stream.</param>
    public void HeaderBlock(byte? first, ReadOnlySpan<byte> block, bool endsStream, int streamId)
    {
        var type = FrameType.Headers;
        var flags = endsStream ? FrameFlags.EndStream : FrameFlags.None;
        do
        {
            var extra = first is null ? 0 : 1;
            var part = block[..Math.Min(block.Length, FrameHeader.DefaultMaxFrameSize - extra)];
            block = block[part.Length..];
            Header(extra + part.Length, type, block.IsEmpty ? flags | FrameFlags.EndHeaders : flags, streamId);
            if (first is { } byteInFront)
            {
                Take(1)[0] = byteInFront;
            }

            part.CopyTo(Take(part.Length));
            (type, flags, first) = (FrameType.Continuation, FrameFlags.None, null);
        }
        while (!block.IsEmpty);
    }

    public void Clear()
    {
        (Length, Acknowledgements) = (0, 0);
        if (_bytes.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    public void Free()
    {
        (Length, Acknowledgements) = (0, 0);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(_bytes.Length * 2, Length + count), UsualSize));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
