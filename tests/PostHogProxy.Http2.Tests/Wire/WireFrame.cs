using System.Buffers.Binary;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>A frame as it is on the wire (RFC 9113, section 4.1), whether it is right or wrong.</summary>
internal sealed record WireFrame(byte Kind, byte Flags, uint Stream, byte[] Payload)
{
    /// <summary>The bit in front of the stream's number, which means nothing.</summary>
    public bool Reserved { get; init; }

    /// <summary>The length that it claims, where that is not the payload's.</summary>
    public int? ClaimedLength { get; init; }

    public bool Ends => Kind is WireKind.Data or WireKind.Headers && (Flags & WireFlag.EndStream) != 0;

    public uint Number(int at = 0) => BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(at));

    public byte[] ToBytes()
    {
        var bytes = new byte[9 + Payload.Length];
        var length = ClaimedLength ?? Payload.Length;
        bytes[0] = (byte)(length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)length);
        bytes[3] = Kind;
        bytes[4] = Flags;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Stream | (Reserved ? 0x8000_0000 : 0));
        Payload.CopyTo(bytes, 9);
        return bytes;
    }

    public override string ToString() => $"frame 0x{Kind:x2}, flags 0x{Flags:x2}, stream {Stream}, {Payload.Length} bytes";
}
