using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// Writes what waits, all of it at once: requests that come while a write is under way, or about to begin, share the next one and its TLS record.
/// </summary>
internal sealed class FrameWriter(Http2Connection connection, Stream transport) : IThreadPoolWorkItem
{
    private FrameBuffer _waiting = new();
    private FrameBuffer _going = new();
    private bool _runs;
    private bool _isLast;

    /// <summary>What goes out next. Used while the connection's gate is held.</summary>
    public FrameBuffer Waiting => _waiting;

    /// <summary>Has what waits written. Called while the gate is held.</summary>
    public void Wake()
    {
        if (!_runs && _waiting.Length > 0)
        {
            _runs = true;

            // Behind what the pool has to do already: the requests among it come along.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Closes the transport once everything is written. Called while the gate is held, once.</summary>
    public void Finish()
    {
        _isLast = true;
        Wake();
        _ = CloseLaterAsync();
    }

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            while (Next() is { Length: > 0 } frames)
            {
                await transport.WriteAsync(frames.Written);
                frames.Clear();
            }
        }
        catch (Exception failure)
        {
            connection.Fail(Failures.Ended(failure));
            transport.Dispose();
        }
    }

    private FrameBuffer? Next()
    {
        lock (connection.Gate)
        {
            connection.Bodies.SendWaiting();
            if (_waiting.Length == 0)
            {
                _runs = false;
                if (_isLast)
                {
                    transport.Dispose();
                }

                // Nothing goes out for now, and a connection may be idle for long.
                _going.Free();
                _waiting.Free();
                return null;
            }

            (_waiting, _going) = (_going, _waiting);
            return _going;
        }
    }

    // A peer that does not read any more would keep the transport open.
    private async Task CloseLaterAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        transport.Dispose();
    }
}
