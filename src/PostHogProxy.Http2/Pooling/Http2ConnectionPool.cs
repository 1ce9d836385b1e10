using PostHogProxy.Http2.Connections;

namespace PostHogProxy.Http2.Pooling;

/// <summary>
/// The connections to one server: one, as a rule. Another is opened where the server takes no more requests at once over those that are there.
/// </summary>
internal sealed class Http2ConnectionPool : IDisposable
{
    private readonly ConnectionOpening _opening;
    private readonly Http2PoolOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();

    // Those who wait for room on a connection, the longest first.
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly ITimer _upkeep;
    private volatile PooledConnection[] _connections = [];
    private bool _isConnecting;
    private bool _isEnded;
    private int _waitingCount;

    /// <param name="connect">Opens a connection, TLS included, within the time that it may take.</param>
    /// <param name="options">How long connections are used.</param>
    /// <param name="time">The clock of these times.</param>
    public Http2ConnectionPool(Func<CancellationToken, Task<Stream>> connect, Http2PoolOptions options, TimeProvider time)
    {
        (_opening, _options, _time) = (new(connect, options, time), options, time);

        // A timer counts in milliseconds, and one of none fires once.
        var shortest = Math.Min(options.Lifetime.TotalMilliseconds, options.IdleTimeout.TotalMilliseconds);
        var often = TimeSpan.FromMilliseconds(Math.Clamp(shortest / 4, 1, 15_000));
        _upkeep = time.CreateTimer(static pool => ((Http2ConnectionPool)pool!).EndOld(), this, often, often);
    }

    /// <summary>How many connections there are.</summary>
    public int Count => _connections.Length;

    /// <summary>Sends a request, over a connection that is here or a new one.</summary>
    /// <exception cref="Exception">No connection could be opened; the reason is that of the attempt.</exception>
    /// <exception cref="OperationCanceledException">The caller does not wait any more. Others who wait for the same connection do.</exception>
    public ValueTask<Http2Stream> OpenAsync(
        ReadOnlyMemory<byte> block, ReadOnlyMemory<byte> body, bool endsHere, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<Http2Stream>(cancellationToken)
        : TryOpen(block.Span, body, endsHere) is { } stream ? new(stream)
        : OpenLaterAsync(block, body, endsHere, cancellationToken);

    public void Dispose()
    {
        PooledConnection[] all;
        lock (_gate)
        {
            _isEnded = true;
            all = _connections;
            _connections = [];
            FailWaiting(new ObjectDisposedException(nameof(Http2ConnectionPool)));
        }

        // Not while the gate is held: whoever connects goes on here.
        _end.Cancel();
        _upkeep.Dispose();
        foreach (var each in all)
        {
            each.Connection.Dispose();
        }
    }

    /// <summary>Sends a request over a connection that is here; null where none takes it now.</summary>
    public Http2Stream? TryOpen(ReadOnlySpan<byte> block, ReadOnlyMemory<byte> body, bool endsHere)
    {
        foreach (var each in _connections)
        {
            if (each.Connection.TryOpen(block, body, endsHere) is { } stream)
            {
                return stream;
            }
        }

        return null;
    }

    private async ValueTask<Http2Stream> OpenLaterAsync(
        ReadOnlyMemory<byte> block, ReadOnlyMemory<byte> body, bool endsHere, CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isEnded, this);
                _waiting.Enqueue(turn);

                // Before the look at the room: whoever makes room later sees that somebody waits.
                _waitingCount = _waiting.Count;

                // Room may have come before we stood in the row. Then no other connection is needed.
                GiveTurns();
            }

            try
            {
                await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // If the turn came all the same, it is the next one's.
                if (!turn.TrySetCanceled(CancellationToken.None))
                {
                    WakeThoseWithRoom();
                }

                throw;
            }

            if (TryOpen(block.Span, body, endsHere) is { } stream)
            {
                return stream;
            }
        }
    }

    // Called while the gate is held. A server that allows no stream at all would allow none on the next connection.
    private void ConnectIfNeeded()
    {
        if (!_isConnecting && _waiting.Count > 0 && !_isEnded && !_connections.Any(static each => each.Connection.TakesNone))
        {
            _isConnecting = true;

            // Not here: the gate is held, and the app's own code may connect.
            // Nor in the context of the request that waits first: the connection outlives it.
            ThreadPool.UnsafeQueueUserWorkItem(static pool => _ = pool.ConnectAsync(), this, preferLocal: false);
        }
    }

    private async Task ConnectAsync()
    {
        try
        {
            var connection = await _opening.OpenAsync(_end.Token).ConfigureAwait(false);
            connection.Changed = WakeThoseWithRoom;
            lock (_gate)
            {
                _isConnecting = false;
                if (_isEnded)
                {
                    connection.Dispose();
                    return;
                }

                _connections = [.. _connections.Where(static each => each.Connection.IsOpen), new(connection, _time.GetTimestamp())];
            }

            WakeThoseWithRoom();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    // Those who wait hear of it, unless connections are there that will have room.
    private void Fail(Exception failure)
    {
        lock (_gate)
        {
            _isConnecting = false;
            if (!_connections.Any(static each => each.Connection.WillHaveRoom))
            {
                FailWaiting(failure);
            }
        }
    }

    // Called while the gate is held.
    private void FailWaiting(Exception failure)
    {
        while (_waiting.TryDequeue(out var turn))
        {
            turn.TrySetException(failure);
        }

        _waitingCount = 0;
    }

    private void WakeThoseWithRoom()
    {
        if (Volatile.Read(ref _waitingCount) == 0)
        {
            return;
        }

        lock (_gate)
        {
            GiveTurns();
        }
    }

    // Called while the gate is held.
    private void GiveTurns()
    {
        var room = _connections.Sum(static each => (long)each.Connection.Room);
        while (room > 0 && _waiting.TryDequeue(out var turn))
        {
            room -= turn.TrySetResult() ? 1 : 0;
        }

        _waitingCount = _waiting.Count;
        ConnectIfNeeded();
    }

    private void EndOld()
    {
        foreach (var each in _connections)
        {
            if (each.IsOver(_options, _time))
            {
                _opening.Excuse(each.Connection);
                each.Connection.Retire();
            }
        }

        lock (_gate)
        {
            if (_connections.Any(static each => !each.Connection.IsOpen))
            {
                _connections = [.. _connections.Where(static each => each.Connection.IsOpen)];
            }
        }

        WakeThoseWithRoom();
    }
}
