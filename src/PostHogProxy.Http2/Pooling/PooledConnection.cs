using PostHogProxy.Http2.Connections;

namespace PostHogProxy.Http2.Pooling;

/// <summary>A connection of the pool, and how long it has been there and unused.</summary>
internal sealed class PooledConnection
{
    private readonly long _openedAt;
    private long _usedAt;
    private int _begun;

    public PooledConnection(Http2Connection connection, long now) => (Connection, _openedAt, _usedAt) = (connection, now, now);

    public Http2Connection Connection { get; }

    /// <summary>Whether it has been there, or unused, for as long as a connection may be. Asked by the upkeep, again and again.</summary>
    public bool IsOver(Http2PoolOptions options, TimeProvider time)
    {
        var now = time.GetTimestamp();
        var begun = Connection.Begun;
        if (begun != _begun || Connection.ActiveStreams > 0)
        {
            (_usedAt, _begun) = (now, begun);
        }

        return time.GetElapsedTime(_openedAt, now) >= options.Lifetime || time.GetElapsedTime(_usedAt, now) >= options.IdleTimeout;
    }
}
