namespace PostHogProxy.Rules.Blocking;

/// <summary>How a browser asks, in the words of filter lists.</summary>
[Flags]
internal enum RequestKinds
{
    None = 0,
    Script = 1,

    /// <summary><c>fetch</c> and <c>XMLHttpRequest</c>.</summary>
    Xhr = 2,

    /// <summary><c>sendBeacon</c>.</summary>
    Ping = 4,
    All = Script | Xhr | Ping,
}
