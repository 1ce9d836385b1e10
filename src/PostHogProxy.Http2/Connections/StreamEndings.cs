using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// How streams end, and the connection with the last of them. What the server brings about is called while the gate is held.
/// </summary>
internal sealed class StreamEndings(Http2Connection connection)
{
    // In milliseconds.
    private const int LongSilence = 2000;

    private bool _isClosing;
    private bool _isClosed;

    /// <summary>Whether no more streams begin.</summary>
    public bool IsClosing => _isClosing;

    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Takes no more streams, and ends when those it has are through.</summary>
    public void Retire()
    {
        _isClosing = true;
        EndIfDone();
    }

    /// <summary>The caller has disposed it.</summary>
    public void Leave(Http2Stream stream)
    {
        ReadyStreams? ready = null;
        lock (connection.Gate)
        {
            if (stream.IsDisposed)
            {
                return;
            }

            if (connection.Streams.Remove(stream))
            {
                connection.Writer.Waiting.RstStream(stream.Id, stream.Incoming.IsEnded ? Http2ErrorCode.NoError : Http2ErrorCode.Cancel);
                connection.Writer.Wake();
            }

            if (!stream.Incoming.IsEnded || !stream.Outgoing.IsEnded)
            {
                // Somebody may still wait for it.
                stream.Fail(Failures.Left(), ready = new());
            }

            stream.Free();
            EndIfDone();
        }

        ready?.RunElsewhere();
        connection.Changed?.Invoke();
    }

    /// <summary>The caller wants no more of it.</summary>
    public void Cancel(Http2Stream stream, Exception reason)
    {
        var ready = new ReadyStreams();
        lock (connection.Gate)
        {
            // Nothing at all came for long since this request went out: the connection may lead nowhere, and others shall not find out too.
            if (stream.Outgoing.IsEnded && !stream.Incoming.HasHead && stream.BegunAt > connection.LastReadAt && Environment.TickCount64 - stream.BegunAt > LongSilence)
            {
                _isClosing = true;
            }

            Reset(stream, Http2ErrorCode.Cancel, reason, ready);
            connection.Writer.Wake();
        }

        ready.RunElsewhere();
        connection.Changed?.Invoke();
    }

    /// <summary>The server has reset it.</summary>
    public void ServerReset(int streamId, Http2ErrorCode code, ReadyStreams ready)
    {
        if (!connection.Streams.WasOpened(streamId))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"The server resets stream {streamId}, which nobody has opened");
        }

        if (connection.Streams.Find(streamId) is { } stream)
        {
            connection.Streams.Remove(stream);
            stream.Fail(Failures.Protocol(code, "The server has reset the stream"), ready);
            connection.HasChanged();
            EndIfDone();
        }
    }

    /// <summary>Ends one stream that the server has got wrong.</summary>
    public void Fail(int streamId, Http2ErrorCode code, string problem, ReadyStreams ready)
    {
        if (connection.Streams.Find(streamId) is { } stream)
        {
            Reset(stream, code, Failures.Protocol(code, problem), ready);
        }
    }

    /// <summary>The server takes no more streams, and has not looked at those above the last one.</summary>
    public void GoAway(int lastStreamId, ReadyStreams ready)
    {
        _isClosing = true;
        connection.HasChanged();
        foreach (var stream in connection.Streams.All.Where(stream => stream.Id > lastStreamId).ToList())
        {
            connection.Streams.Remove(stream);
            stream.Fail(Failures.NotProcessed(), ready);
        }

        EndIfDone();
    }

    /// <summary>Takes a stream out once both of its sides have ended.</summary>
    public void RemoveIfDone(Http2Stream stream)
    {
        if (stream.Incoming.IsEnded && stream.Outgoing.IsEnded && connection.Streams.Remove(stream))
        {
            connection.HasChanged();
            EndIfDone();
        }
    }

    /// <summary>Ends the connection and all of its streams for a reason.</summary>
    public void FailAll(Exception failure, Http2ErrorCode code)
    {
        var ready = new ReadyStreams();
        lock (connection.Gate)
        {
            if (_isClosed)
            {
                return;
            }

            foreach (var stream in connection.Streams.All)
            {
                stream.Fail(failure, ready);
            }

            connection.Streams.Clear();
            Close(code);
        }

        ready.RunElsewhere();
        connection.Changed?.Invoke();
    }

    private void Close(Http2ErrorCode code)
    {
        (_isClosing, _isClosed) = (true, true);
        connection.Writer.Waiting.GoAway(code);
        connection.Writer.Finish();
    }

    private void EndIfDone()
    {
        if (_isClosing && !_isClosed && connection.Streams.Count == 0)
        {
            Close(Http2ErrorCode.NoError);
        }
    }

    private void Reset(Http2Stream stream, Http2ErrorCode code, Exception failure, ReadyStreams ready)
    {
        if (connection.Streams.Remove(stream))
        {
            connection.Writer.Waiting.RstStream(stream.Id, code);
            stream.Fail(failure, ready);
            EndIfDone();
        }
    }
}
