namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>Types of frames, from RFC 9113, section 6.</summary>
internal static class WireKind
{
    public const byte Data = 0x00;
    public const byte Headers = 0x01;
    public const byte Priority = 0x02;
    public const byte RstStream = 0x03;
    public const byte Settings = 0x04;
    public const byte PushPromise = 0x05;
    public const byte Ping = 0x06;
    public const byte GoAway = 0x07;
    public const byte WindowUpdate = 0x08;
    public const byte Continuation = 0x09;

    /// <summary>No RFC gives this one a meaning.</summary>
    public const byte Unknown = 0xF4;
}

/// <summary>Flags of frames, from RFC 9113, section 6.</summary>
internal static class WireFlag
{
    public const byte Ack = 0x01;
    public const byte EndStream = 0x01;
    public const byte EndHeaders = 0x04;
    public const byte Padded = 0x08;
    public const byte Priority = 0x20;
}

/// <summary>Error codes, from RFC 9113, section 7.</summary>
internal static class WireCode
{
    public const uint NoError = 0x00;
    public const uint Protocol = 0x01;
    public const uint Internal = 0x02;
    public const uint FlowControl = 0x03;
    public const uint StreamClosed = 0x05;
    public const uint FrameSize = 0x06;
    public const uint Refused = 0x07;
    public const uint Cancel = 0x08;
    public const uint Compression = 0x09;
    public const uint EnhanceYourCalm = 0x0b;
}

/// <summary>Settings, from RFC 9113, section 6.5.2.</summary>
internal static class WireSetting
{
    public const ushort HeaderTableSize = 0x01;
    public const ushort EnablePush = 0x02;
    public const ushort MaxConcurrentStreams = 0x03;
    public const ushort InitialWindowSize = 0x04;
    public const ushort MaxFrameSize = 0x05;
    public const ushort MaxHeaderListSize = 0x06;
}
