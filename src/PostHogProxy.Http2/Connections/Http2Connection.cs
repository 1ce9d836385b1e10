using System.Buffers;
using PostHogProxy.Http2.Framing;
using PostHogProxy.Http2.Hpack;
using PostHogProxy.Http2.Streams;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// One connection to a server that speaks HTTP/2. Requests go out and answers come in as streams; whatever they share is used while
/// <see cref="Gate"/> is held, and nobody's code runs meanwhile.
/// </summary>
internal sealed class Http2Connection : IDisposable
{
    // RFC 9113, section 6.9.2.
    private const int DefaultWindow = 65_535;

    // What may wait to be written, of bodies. More only fills memory.
    private const int MostWaiting = 128 * 1024;

    // In milliseconds.
    private const int LongSilence = 2000;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly Http2Limits _limits;
    private readonly FrameReader _reader;
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly Queue<Http2Stream> _blocked = new();
    private readonly PeerSettings _peer = new();
    private long _window = DefaultWindow;
    private int _nextId = 1;
    private bool _isClosing;
    private bool _isClosed;
    private bool _hasChanged;
    private long _lastReadAt = Environment.TickCount64;

    private Http2Connection(Stream transport, Http2Limits limits)
    {
        _limits = limits;
        Writer = new(this, transport);
        _reader = new(this, transport, new IncomingFrames(this, limits));
    }

    public Lock Gate { get; } = new();

    public FrameWriter Writer { get; }

    /// <summary>Called when a stream has ended, the server allows others, or the connection ends: whoever waits for room may look again.</summary>
    public Action? Changed { get; set; }

    public int ActiveStreams
    {
        get
        {
            lock (Gate)
            {
                return _streams.Count;
            }
        }
    }

    public bool IsOpen => !Volatile.Read(ref _isClosed);

    /// <summary>How many more streams it takes now.</summary>
    public int Room
    {
        get
        {
            lock (Gate)
            {
                return _isClosing || _isClosed || _nextId < 0 ? 0 : (int)Math.Max(_peer.MaxConcurrentStreams - _streams.Count, 0);
            }
        }
    }

    public bool CanOpen => Room > 0;

    /// <summary>How many streams have begun.</summary>
    public int Begun => (int)((uint)Volatile.Read(ref _nextId) / 2);

    /// <summary>Whether it takes streams now, or does when others have ended.</summary>
    public bool WillHaveRoom
    {
        get
        {
            lock (Gate)
            {
                return !_isClosing && !_isClosed && _nextId > 0;
            }
        }
    }

    /// <summary>Whether the server allows no stream, although there is none.</summary>
    public bool TakesNone
    {
        get
        {
            lock (Gate)
            {
                return WillHaveRoom && _streams.Count == 0 && _peer.MaxConcurrentStreams == 0;
            }
        }
    }

    /// <summary>Begins to speak HTTP/2, and waits for what the server allows.</summary>
    /// <exception cref="HttpRequestException">The other side is no HTTP/2 server.</exception>
    public static async Task<Http2Connection> StartAsync(Stream transport, Http2Limits limits, CancellationToken cancellationToken)
    {
        var connection = new Http2Connection(transport, limits);
        try
        {
            lock (connection.Gate)
            {
                connection.WritePreface();
            }

            await connection._reader.ReadSettingsAsync(cancellationToken).ConfigureAwait(false);
            connection._reader.Start();
            return connection;
        }
        catch (Exception failure)
        {
            var violation = failure as ConnectionException;
            var reason = violation is not null ? Failures.Protocol(violation.Code, violation.Message)
                : failure is OperationCanceledException or HttpIOException ? failure
                : Failures.Ended(failure);
            connection.Fail(reason, violation?.Code ?? Http2ErrorCode.NoError);
            throw Failures.WithoutAnswer(reason);
        }
    }

    /// <summary>Sends a request; null where the connection takes none now.</summary>
    /// <param name="block">Its header fields.</param>
    /// <param name="body">Its body, or the begin of it. The memory may be used for something else once the stream is disposed.</param>
    /// <param name="endsHere">Whether that is all of the body.</param>
    public Http2Stream? TryOpen(ReadOnlySpan<byte> block, ReadOnlyMemory<byte> body, bool endsHere)
    {
        lock (Gate)
        {
            if (_isClosing || _isClosed || _nextId < 0 || _streams.Count >= _peer.MaxConcurrentStreams)
            {
                return null;
            }

            byte? first = _nextId == 1 ? HeaderBlock.NoDynamicTable : null;
            var stream = new Http2Stream(
                this, _nextId, new(_peer.InitialWindow, new(body), endsHere), new(_limits.StreamWindow, hasNoBody: HeaderBlock.IsHead(block)));

            // Past the last id this is below zero, and another connection has to be opened.
            _nextId += 2;
            _streams.Add(stream.Id, stream);
            var endsWithHead = endsHere && body.IsEmpty;
            Writer.Waiting.HeaderBlock(first, block, endsWithHead, stream.Id);
            stream.Outgoing.IsEnded = endsWithHead;
            SendOrQueue(stream);
            Writer.Wake();
            return stream;
        }
    }

    /// <summary>Ends the connection: streams that have no answer fail.</summary>
    public void Dispose() => Fail(Failures.Ended());

    /// <summary>Takes no more streams, and ends when those it has are through.</summary>
    public void Retire()
    {
        lock (Gate)
        {
            _isClosing = true;
            EndIfDone();
        }
    }

    // ---- what a stream does ----

    public ValueTask Send(Http2Stream stream, ReadOnlySequence<byte> part)
    {
        lock (Gate)
        {
            if (stream.SendFailure is { } failure)
            {
                return ValueTask.FromException(failure);
            }

            if (stream.Outgoing.EndsHere)
            {
                throw new InvalidOperationException("The body of the request has ended.");
            }

            if (!stream.Outgoing.Unsent.IsEmpty)
            {
                // What came with the request goes first.
                stream.Outgoing.Awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                return SendBehindAsync(stream, part, stream.Outgoing.Awaited.Task);
            }

            stream.Outgoing.Unsent = part;
            if (SendOrQueue(stream))
            {
                Writer.Wake();
                return ValueTask.CompletedTask;
            }

            Writer.Wake();
            stream.Outgoing.Awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(stream.Outgoing.Awaited.Task);
        }
    }

    private async ValueTask SendBehindAsync(Http2Stream stream, ReadOnlySequence<byte> part, Task before)
    {
        await before.ConfigureAwait(false);
        await Send(stream, part).ConfigureAwait(false);
    }

    public void EndBody(Http2Stream stream)
    {
        lock (Gate)
        {
            if (stream.SendFailure is null && !stream.Outgoing.IsEnded)
            {
                stream.Outgoing.EndsHere = true;
                SendOrQueue(stream);
                Writer.Wake();
            }
        }
    }

    public void Leave(Http2Stream stream)
    {
        ReadyStreams? ready = null;
        lock (Gate)
        {
            if (stream.IsDisposed)
            {
                return;
            }

            if (_streams.Remove(stream.Id))
            {
                Writer.Waiting.RstStream(stream.Id, stream.Incoming.IsEnded ? Http2ErrorCode.NoError : Http2ErrorCode.Cancel);
                Writer.Wake();
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
        Changed?.Invoke();
    }

    public void Cancel(Http2Stream stream, Exception reason)
    {
        var ready = new ReadyStreams();
        lock (Gate)
        {
            // Nothing at all came for long since this request went out: the connection may lead nowhere, and others shall not find out too.
            if (!stream.Incoming.HasHead && stream.BegunAt > _lastReadAt && Environment.TickCount64 - stream.BegunAt > LongSilence)
            {
                _isClosing = true;
            }

            Reset(stream, Http2ErrorCode.Cancel, reason, ready);
            Writer.Wake();
        }

        ready.RunElsewhere();
        Changed?.Invoke();
    }

    /// <summary>Says that what was read may come anew, when it is worth a frame. Called while the gate is held.</summary>
    public void GiveBackWindow(Http2Stream stream)
    {
        if (stream.Incoming.WindowToGiveBack() is var count and > 0 && _streams.ContainsKey(stream.Id))
        {
            Writer.Waiting.WindowUpdate(stream.Id, count);
        }
    }

    // ---- what the server says; called while the gate is held ----

    public void NoteRead() => _lastReadAt = Environment.TickCount64;

    /// <summary>Tells of what the frames that were read have changed. The only one here that is called while the gate is not held.</summary>
    public void TellOfChange()
    {
        if (_hasChanged)
        {
            _hasChanged = false;
            Changed?.Invoke();
        }
    }

    public Http2Stream? Find(int streamId) => _streams.GetValueOrDefault(streamId);

    /// <summary>Holds a frame to streams that we have opened (RFC 9113, section 5.1.1).</summary>
    public void CheckIsOpened(FrameHeader header)
    {
        if (header.StreamId == 0 || !WasOpened(header.StreamId))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"A {header.Type} frame came for stream {header.StreamId}, which nobody has opened");
        }
    }

    public void Set(int setting, uint value)
    {
        var before = _peer.InitialWindow;
        _peer.Set(setting, value);
        _hasChanged = true;
        var change = (long)_peer.InitialWindow - before;
        if (change == 0)
        {
            return;
        }

        foreach (var stream in _streams.Values)
        {
            stream.Outgoing.Window += change;
            if (stream.Outgoing.Window > int.MaxValue)
            {
                throw new ConnectionException(Http2ErrorCode.FlowControlError, "The server opens a window beyond its largest size");
            }
        }
    }

    public void WindowUpdate(int streamId, int increment, ReadyStreams ready)
    {
        if (streamId == 0)
        {
            _window += increment > 0 ? increment : throw new ConnectionException(Http2ErrorCode.ProtocolError, "The server opens the window by nothing");
            if (_window > int.MaxValue)
            {
                throw new ConnectionException(Http2ErrorCode.FlowControlError, "The server opens the window beyond its largest size");
            }
        }
        else if (!WasOpened(streamId))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"The server opens the window of stream {streamId}, which nobody has opened");
        }
        else if (Find(streamId) is { } stream)
        {
            stream.Outgoing.Window += increment;
            if (increment == 0 || stream.Outgoing.Window > int.MaxValue)
            {
                FailStream(
                    streamId, increment == 0 ? Http2ErrorCode.ProtocolError : Http2ErrorCode.FlowControlError, "The server opens a window by nothing, or too far",
                    ready);
            }
        }

        SendWaiting();
    }

    public void StreamReset(int streamId, Http2ErrorCode code, ReadyStreams ready)
    {
        if (!WasOpened(streamId))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"The server resets stream {streamId}, which nobody has opened");
        }

        if (_streams.Remove(streamId, out var stream))
        {
            stream.Fail(Failures.Protocol(code, "The server has reset the stream"), ready);
            EndIfDone();
        }
    }

    /// <summary>Ends one stream that the server has got wrong.</summary>
    public void FailStream(int streamId, Http2ErrorCode code, string problem, ReadyStreams ready)
    {
        if (Find(streamId) is { } stream)
        {
            Reset(stream, code, Failures.Protocol(code, problem), ready);
        }
    }

    public void GoAway(int lastStreamId, ReadyStreams ready)
    {
        _isClosing = _hasChanged = true;
        foreach (var stream in _streams.Values.Where(stream => stream.Id > lastStreamId).ToList())
        {
            _streams.Remove(stream.Id);
            stream.Fail(Failures.NotProcessed(), ready);
        }

        EndIfDone();
    }

    /// <summary>Takes a stream out once both of its sides have ended.</summary>
    public void RemoveIfDone(Http2Stream stream)
    {
        if (stream.Incoming.IsEnded && stream.Outgoing.IsEnded && _streams.Remove(stream.Id))
        {
            EndIfDone();
        }
    }

    // ---- sending; called while the gate is held ----

    /// <summary>Sends what waits for a window or for room.</summary>
    public void SendWaiting()
    {
        for (var count = _blocked.Count; count > 0; count--)
        {
            var stream = _blocked.Dequeue();
            stream.Outgoing.IsQueued = false;
            if (SendOrQueue(stream))
            {
                stream.Outgoing.Awaited?.TrySetResult();
            }
        }
    }

    private bool SendOrQueue(Http2Stream stream)
    {
        ref var body = ref stream.Outgoing;
        while (body.HasMore)
        {
            var room = Writer.Waiting.Length < MostWaiting ? Math.Min(Math.Min(body.Window, _window), FrameHeader.DefaultMaxFrameSize) : 0;
            var length = (int)Math.Min(body.Unsent.Length, Math.Max(room, 0));
            if (length == 0 && !body.Unsent.IsEmpty)
            {
                if (!body.IsQueued)
                {
                    body.IsQueued = true;
                    _blocked.Enqueue(stream);
                }

                return false;
            }

            var isLast = body.EndsHere && length == body.Unsent.Length;
            Writer.Waiting.Header(length, FrameType.Data, isLast ? FrameFlags.EndStream : FrameFlags.None, stream.Id);
            body.Unsent.Slice(0, length).CopyTo(Writer.Waiting.Take(length));

            // Where all of it went out, nothing is left that points at the caller's memory.
            body.Unsent = length == body.Unsent.Length ? default : body.Unsent.Slice(length);
            body.Window -= length;
            _window -= length;
            if (isLast)
            {
                body.IsEnded = true;
                RemoveIfDone(stream);
            }
        }

        return true;
    }

    // ---- the end ----

    /// <summary>Ends the connection and all of its streams for a reason.</summary>
    public void Fail(Exception failure, Http2ErrorCode code = Http2ErrorCode.NoError)
    {
        var ready = new ReadyStreams();
        lock (Gate)
        {
            if (_isClosed)
            {
                return;
            }

            foreach (var stream in _streams.Values)
            {
                stream.Fail(failure, ready);
            }

            _streams.Clear();
            Close(code);
        }

        ready.RunElsewhere();
        Changed?.Invoke();
    }

    private void Close(Http2ErrorCode code)
    {
        (_isClosing, _isClosed) = (true, true);
        Writer.Waiting.GoAway(code);
        Writer.Finish();
    }

    private void EndIfDone()
    {
        if (_isClosing && !_isClosed && _streams.Count == 0)
        {
            Close(Http2ErrorCode.NoError);
        }
    }

    private void Reset(Http2Stream stream, Http2ErrorCode code, Exception failure, ReadyStreams ready)
    {
        if (_streams.Remove(stream.Id))
        {
            Writer.Waiting.RstStream(stream.Id, code);
            stream.Fail(failure, ready);
            EndIfDone();
        }
    }

    private bool WasOpened(int streamId) => streamId % 2 == 1 && (_nextId < 0 || streamId < _nextId);

    private void WritePreface()
    {
        Preface.CopyTo(Writer.Waiting.Take(Preface.Length));
        PeerSettings.WriteOurs(Writer.Waiting, _limits);
        Writer.Waiting.WindowUpdate(0, _limits.ConnectionWindow - DefaultWindow);
        Writer.Wake();
    }
}
