using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>The frame types of RFC 9113, section 6, that are spoken here.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Unknown = 0xbe,
}

/// <summary>The error codes of RFC 9113, section 7.</summary>
internal enum Http2Error
{
    None = 0x0,
    Protocol = 0x1,
    Internal = 0x2,
    RefusedStream = 0x7,
    Cancel = 0x8,
    EnhanceYourCalm = 0xb,
    Http11Required = 0xd,
}

internal readonly record struct Http2Frame(FrameType Type, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>END_STREAM of DATA and HEADERS, ACK of SETTINGS and PING.</summary>
    public const byte End = 0x1;

    public const byte EndHeaders = 0x4;

    public bool IsEnd => (Flags & End) != 0;

    public byte[] Wire()
    {
        var wire = new byte[9 + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(wire, Payload.Length << 8);
        wire[3] = (byte)Type;
        wire[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(wire.AsSpan(5), Stream);
        Payload.CopyTo(wire, 9);
        return wire;
    }

    public static Http2Frame Settings(params (short Name, int Value)[] settings)
    {
        var payload = new byte[6 * settings.Length];
        for (var at = 0; at < settings.Length; at++)
        {
            BinaryPrimitives.WriteInt16BigEndian(payload.AsSpan(6 * at), settings[at].Name);
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan((6 * at) + 2), settings[at].Value);
        }

        return new(FrameType.Settings, 0, 0, payload);
    }

    public static Http2Frame Number(FrameType type, int stream, params int[] numbers)
    {
        var payload = new byte[4 * numbers.Length];
        for (var at = 0; at < numbers.Length; at++)
        {
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4 * at), numbers[at]);
        }

        return new(type, 0, stream, payload);
    }

    /// <summary>A header block without Huffman and dynamic table (RFC 7541, 6.2.2): name and value as they are.</summary>
    public static Http2Frame Headers(int stream, bool isEnd, params (string Name, string Value)[] headers)
    {
        var block = new List<byte>();
        foreach (var (name, value) in headers)
        {
            block.Add(0);
            Text(name);
            Text(value);
        }

        return new(FrameType.Headers, (byte)(EndHeaders | (isEnd ? End : 0)), stream, [.. block]);

        // Lengths from 127 on take further bytes of seven bits each (5.1).
        void Text(string text)
        {
            if (text.Length < 127)
            {
                block.Add((byte)text.Length);
            }
            else
            {
                block.Add(127);
                var rest = text.Length - 127;
                for (; rest >= 128; rest >>= 7)
                {
                    block.Add((byte)(0x80 | (rest & 0x7f)));
                }

                block.Add((byte)rest);
            }

            block.AddRange(Encoding.Latin1.GetBytes(text));
        }
    }

    public static (string Name, string Value) Status(int status) => (":status", status.ToString(CultureInfo.InvariantCulture));
}
