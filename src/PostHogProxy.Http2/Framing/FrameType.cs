namespace PostHogProxy.Http2.Framing;

/// <summary>RFC 9113, section 6.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    RstStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    /// <summary>Of DATA and HEADERS; of SETTINGS and PING it says that they are acknowledged.</summary>
    EndStream = 0x1,

    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}
