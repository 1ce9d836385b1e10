using System.Buffers.Binary;
using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>What each side asks of the other (RFC 9113, section 6.5.2).</summary>
internal sealed class PeerSettings
{
    /// <summary>What may be sent before anything is said of windows (section 6.9.2).</summary>
    public const int DefaultWindow = 65_535;

    private const int HeaderTableSize = 1;
    private const int EnablePush = 2;
    private const int MaxConcurrentStreamsId = 3;
    private const int InitialWindowSize = 4;
    private const int MaxFrameSize = 5;
    private const int MaxHeaderListSize = 6;

    public long MaxConcurrentStreams { get; private set; } = int.MaxValue;

    /// <summary>What a stream may send before the server has taken it, in bytes.</summary>
    public int InitialWindow { get; private set; } = DefaultWindow;

    public static void WriteOurs(FrameBuffer to, Http2Limits limits)
    {
        to.Header(4 * 6, FrameType.Settings, FrameFlags.None, 0);
        Write(to, HeaderTableSize, 0);
        Write(to, EnablePush, 0);
        Write(to, InitialWindowSize, limits.StreamWindow);
        Write(to, MaxHeaderListSize, limits.MaxHeaderListSize);
    }

    public void Set(int setting, uint value)
    {
        switch (setting)
        {
            case EnablePush when value != 0:
                throw new ConnectionException(Http2ErrorCode.ProtocolError, "The server wants pushes");
            case MaxConcurrentStreamsId:
                MaxConcurrentStreams = Math.Min(value, int.MaxValue);
                break;
            case InitialWindowSize:
                InitialWindow = value <= int.MaxValue
                    ? (int)value
                    : throw new ConnectionException(Http2ErrorCode.FlowControlError, $"The server sets a window of {value} bytes");
                break;
            case MaxFrameSize when value is < 16_384 or > 16_777_215:
                // Ours have the smallest size, which every server takes.
                throw new ConnectionException(Http2ErrorCode.ProtocolError, $"The server sets frames of {value} bytes");
        }
    }

    private static void Write(FrameBuffer to, ushort setting, int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to.Take(2), setting);
        BinaryPrimitives.WriteInt32BigEndian(to.Take(4), value);
    }
}
