using PostHogProxy.Http2.Framing;
using PostHogProxy.Http2.Hpack;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// One connection to a server that speaks HTTP/2. Requests go out and answers come in as streams; whatever they share is used while
/// <see cref="Gate"/> is held, and nobody's code runs meanwhile.
/// </summary>
internal sealed class Http2Connection : IDisposable
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly Http2Limits _limits;
    private readonly FrameReader _reader;
    private readonly PeerSettings _peer = new();
    private bool _hasChanged;

    private Http2Connection(Stream transport, Http2Limits limits)
    {
        _limits = limits;
        Writer = new(this, transport);
        Bodies = new(this);
        Endings = new(this);
        _reader = new(this, transport, new IncomingFrames(this, limits));
    }

    public Lock Gate { get; } = new();

    public FrameWriter Writer { get; }

    public StreamTable Streams { get; } = new();

    public BodySending Bodies { get; }

    public StreamEndings Endings { get; }

    /// <summary>When something came last, as <see cref="Environment.TickCount64"/> counts.</summary>
    public long LastReadAt { get; private set; } = Environment.TickCount64;

    /// <summary>Called when a stream has ended, the server allows others, or the connection ends: whoever waits for room may look again.</summary>
    public Action? Changed { get; set; }

    public int ActiveStreams
    {
        get
        {
            lock (Gate)
            {
                return Streams.Count;
            }
        }
    }

    public bool IsOpen => !Endings.IsClosed;

    private bool TakesStreams => !Endings.IsClosing && !Endings.IsClosed && !Streams.IsUsedUp;

    /// <summary>How many more streams it takes now.</summary>
    public int Room
    {
        get
        {
            lock (Gate)
            {
                return !TakesStreams ? 0 : (int)Math.Max(_peer.MaxConcurrentStreams - Streams.Count, 0);
            }
        }
    }

    public bool CanOpen => Room > 0;

    /// <summary>How many streams have begun.</summary>
    public int Begun => Streams.Begun;

    /// <summary>Whether it takes streams now, or does when others have ended.</summary>
    public bool WillHaveRoom
    {
        get
        {
            lock (Gate)
            {
                return TakesStreams;
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
                return WillHaveRoom && Streams.Count == 0 && _peer.MaxConcurrentStreams == 0;
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
            if (!TakesStreams || Streams.Count >= _peer.MaxConcurrentStreams)
            {
                return null;
            }

            byte? first = Streams.NextId == 1 ? HeaderBlock.NoDynamicTable : null;
            var stream = new Http2Stream(
                this, Streams.NextId, new(_peer.InitialWindow, new(body), endsHere), new(_limits.StreamWindow, hasNoBody: HeaderBlock.IsHead(block)));
            Streams.Add(stream);
            var endsWithHead = endsHere && body.IsEmpty;
            Writer.Waiting.HeaderBlock(first, block, endsWithHead, stream.Id);
            stream.Outgoing.IsEnded = endsWithHead;
            Bodies.SendOrQueue(stream);
            Writer.Wake();
            return stream;
        }
    }

    /// <summary>Ends the connection: streams that have no answer fail.</summary>
    public void Dispose() => Fail(Failures.Ended());

    /// <summary>Ends the connection and all of its streams for a reason.</summary>
    public void Fail(Exception failure, Http2ErrorCode code = Http2ErrorCode.NoError) => Endings.FailAll(failure, code);

    /// <summary>Takes no more streams, and ends when those it has are through.</summary>
    public void Retire()
    {
        lock (Gate)
        {
            Endings.Retire();
        }
    }

    public void NoteRead() => LastReadAt = Environment.TickCount64;

    /// <summary>Whoever waits for room shall hear of it once the gate is free.</summary>
    public void HasChanged() => _hasChanged = true;

    /// <summary>The server sets something. Called while the gate is held.</summary>
    public void Set(int setting, uint value)
    {
        var before = _peer.InitialWindow;
        _peer.Set(setting, value);
        HasChanged();
        Bodies.Change((long)_peer.InitialWindow - before);
    }

    /// <summary>Says that what was read may come anew, when it is worth a frame. Called while the gate is held.</summary>
    public void GiveBackWindow(Http2Stream stream)
    {
        if (stream.Incoming.WindowToGiveBack() is var count and > 0 && Streams.Find(stream.Id) is not null)
        {
            Writer.Waiting.WindowUpdate(stream.Id, count);
        }
    }

    /// <summary>Holds a frame to streams that we have opened (RFC 9113, section 5.1.1).</summary>
    public void CheckIsOpened(FrameHeader header)
    {
        if (header.StreamId == 0 || !Streams.WasOpened(header.StreamId))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"A {header.Type} frame came for stream {header.StreamId}, which nobody has opened");
        }
    }

    /// <summary>Tells of what the frames that were read have changed. The only one here that is called while the gate is not held.</summary>
    public void TellOfChange()
    {
        if (_hasChanged)
        {
            _hasChanged = false;
            Changed?.Invoke();
        }
    }

    private void WritePreface()
    {
        Preface.CopyTo(Writer.Waiting.Take(Preface.Length));
        PeerSettings.WriteOurs(Writer.Waiting, _limits);
        Writer.Waiting.WindowUpdate(0, _limits.ConnectionWindow - PeerSettings.DefaultWindow);
        Writer.Wake();
    }
}
