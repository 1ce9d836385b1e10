using System.Buffers.Binary;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>Makes frames, also such as no server may send.</summary>
internal static class Frames
{
    public static WireFrame Data(uint stream, byte[] content, bool end = false) => new(WireKind.Data, end ? WireFlag.EndStream : (byte)0, stream, content);

    public static WireFrame Data(uint stream, int length, bool end = false) => Data(stream, new byte[length], end);

    /// <summary>Content between the length of the padding and the padding.</summary>
    public static WireFrame Padded(WireFrame frame, byte padding) =>
        frame with { Flags = (byte)(frame.Flags | WireFlag.Padded), Payload = [padding, .. frame.Payload, .. new byte[padding]] };

    public static WireFrame Headers(uint stream, byte[] block, bool end = false, bool endHeaders = true) =>
        new(WireKind.Headers, (byte)((end ? WireFlag.EndStream : 0) | (endHeaders ? WireFlag.EndHeaders : 0)), stream, block);

    public static WireFrame Continuation(uint stream, byte[] block, bool endHeaders = true) =>
        new(WireKind.Continuation, endHeaders ? WireFlag.EndHeaders : (byte)0, stream, block);

    public static WireFrame Priority(uint stream, int length = 5) => new(WireKind.Priority, 0, stream, new byte[length]);

    public static WireFrame RstStream(uint stream, uint code) => new(WireKind.RstStream, 0, stream, Number(code));

    public static WireFrame Settings(params (ushort Setting, uint Value)[] settings) => new(WireKind.Settings, 0, 0, [.. settings.SelectMany(static one =>
        (byte[])[(byte)(one.Setting >> 8), (byte)one.Setting, .. Number(one.Value)])]);

    public static WireFrame SettingsAck() => new(WireKind.Settings, WireFlag.Ack, 0, []);

    public static WireFrame PushPromise(uint stream, uint promised, byte[] block) => new(WireKind.PushPromise, WireFlag.EndHeaders, stream, [.. Number(promised), .. block]);

    public static WireFrame Ping(ulong data, bool ack = false)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(payload, data);
        return new(WireKind.Ping, ack ? WireFlag.Ack : (byte)0, 0, payload);
    }

    public static WireFrame GoAway(uint last, uint code, string debug = "") =>
        new(WireKind.GoAway, 0, 0, [.. Number(last), .. Number(code), .. System.Text.Encoding.ASCII.GetBytes(debug)]);

    public static WireFrame WindowUpdate(uint stream, uint increment) => new(WireKind.WindowUpdate, 0, stream, Number(increment));

    public static WireFrame Unknown(uint stream, int length = 7) => new(WireKind.Unknown, 0, stream, new byte[length]);

    public static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
