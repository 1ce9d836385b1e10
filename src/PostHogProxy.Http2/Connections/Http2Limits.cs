namespace PostHogProxy.Http2.Connections;

/// <summary>What a peer may make us keep.</summary>
internal sealed record Http2Limits
{
    /// <summary>The header fields of one answer, in bytes as SETTINGS_MAX_HEADER_LIST_SIZE counts them. Default 64 KiB.</summary>
    public int MaxHeaderListSize { get; init; } = 64 * 1024;

    /// <summary>What of one answer's body may wait for its reader, in bytes. Default 256 KiB.</summary>
    public int StreamWindow { get; init; } = 256 * 1024;

    /// <summary>What may come over the connection before we say that it has arrived, in bytes. Default 16 MiB.</summary>
    public int ConnectionWindow { get; init; } = 16 * 1024 * 1024;
}
