using PostHogProxy.Http2.Connections;

namespace PostHogProxy.Http2.Pooling;

/// <summary>How long connections are used.</summary>
internal sealed record Http2PoolOptions
{
    /// <summary>After this, a connection takes no more requests. Default 5 minutes: names get other addresses.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After this without a request, a connection ends. Default 1 minute.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a server may take for its first frame, once it is connected. Default 5 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a connection may make us keep.</summary>
    public Http2Limits Limits { get; init; } = new();
}
