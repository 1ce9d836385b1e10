using System.Buffers.Binary;

namespace PostHogProxy.Http2.Framing;

/// <summary>The nine bytes in front of every frame (RFC 9113, section 4.1).</summary>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int StreamId)
{
    public const int Size = 9;

    /// <summary>What a peer may send while it has been told nothing else, and we tell it nothing else (section 6.5.2).</summary>
    public const int DefaultMaxFrameSize = 16 * 1024;

    public bool EndsStream => (Flags & FrameFlags.EndStream) != 0;

    public bool EndsHeaders => (Flags & FrameFlags.EndHeaders) != 0;

    public bool IsAck => EndsStream;

    public bool IsPadded => (Flags & FrameFlags.Padded) != 0;

    public bool HasPriority => (Flags & FrameFlags.Priority) != 0;

    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2],
        (FrameType)bytes[3],
        (FrameFlags)bytes[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) & int.MaxValue));

    public void Write(Span<byte> to)
    {
        to[0] = (byte)(Length >> 16);
        to[1] = (byte)(Length >> 8);
        to[2] = (byte)Length;
        to[3] = (byte)Type;
        to[4] = (byte)Flags;
        BinaryPrimitives.WriteInt32BigEndian(to[5..], StreamId);
    }
}
