using System.Buffers.Binary;
using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>What each frame of the server does to the connection. Used while the gate is held.</summary>
internal sealed class IncomingFrames(Http2Connection connection, Http2Limits limits)
{
    // Frames that bring nothing on, in a row: a server pings and sets now and then.
    private const int MostIdle = 1000;

    // Acknowledgements that wait to be written: a server that does not read them would have us keep them all.
    private const int MostUnread = 10_000;

    private readonly IncomingAnswers _answers = new(connection, limits);
    private int _idle;

    /// <summary>Whether the server's first SETTINGS have come.</summary>
    public bool HasSettings { get; private set; }

    public void Take(FrameHeader header, ReadOnlySpan<byte> payload, ReadyStreams ready)
    {
        if (!HasSettings && (header.Type != FrameType.Settings || header.IsAck))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, "The server's first frame is not SETTINGS");
        }

        if (_answers.IsInsideBlock && header.Type != FrameType.Continuation)
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"A {header.Type} frame came inside a header block");
        }

        CountIdle(header, payload);
        switch (header.Type)
        {
            case FrameType.Data:
                _answers.Data(header, payload, ready);
                break;
            case FrameType.Headers:
                _answers.Headers(header, payload, ready);
                break;
            case FrameType.Continuation:
                _answers.Continuation(header, payload, ready);
                break;
            case FrameType.RstStream:
                CheckSize(header, 4);
                connection.Endings.ServerReset(Stream(header), (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload), ready);
                break;
            case FrameType.Settings:
                Settings(header, payload);
                break;
            case FrameType.Ping:
                Ping(header, payload);
                break;
            case FrameType.GoAway:
                GoAway(header, payload, ready);
                break;
            case FrameType.WindowUpdate:
                WindowUpdate(header, payload, ready);
                break;
            case FrameType.Priority:
                // Deprecated; it says nothing. Its form is still checked.
                if (Stream(header) > 0 && header.Length != 5)
                {
                    connection.Endings.Fail(header.StreamId, Http2ErrorCode.FrameSizeError, "A PRIORITY frame has a wrong size", ready);
                }

                break;
            case FrameType.PushPromise:
                throw new ConnectionException(Http2ErrorCode.ProtocolError, "The server pushes, although that is turned off");
        }
    }

    // A stream id, which such a frame must have.
    private static int Stream(FrameHeader header) => header.StreamId > 0
        ? header.StreamId
        : throw new ConnectionException(Http2ErrorCode.ProtocolError, $"A {header.Type} frame has no stream");

    private static void CheckSize(FrameHeader header, int size)
    {
        if (header.Length != size)
        {
            throw new ConnectionException(Http2ErrorCode.FrameSizeError, $"A {header.Type} frame has {header.Length} bytes");
        }
    }

    private static void CheckIsConnections(FrameHeader header)
    {
        if (header.StreamId != 0)
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"A {header.Type} frame names a stream");
        }
    }

    private void CountIdle(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var isEmpty = payload.IsEmpty || (header.IsPadded && payload[0] >= payload.Length - 1);
        // Answers to requests that were called off still come, in good faith.
        var isOfOpen = header.StreamId == 0 ? connection.Streams.Count > 0 : connection.Streams.Find(header.StreamId) is not null;
        var bringsOn = header.Type == FrameType.Headers
            || (header.Type == FrameType.Data && (!isEmpty || header.EndsStream))
            || (isOfOpen && header.Type is (FrameType.WindowUpdate or FrameType.RstStream));
        _idle = bringsOn ? 0 : _idle + 1;
        if (_idle > MostIdle)
        {
            throw new ConnectionException(Http2ErrorCode.EnhanceYourCalm, $"The server sent {MostIdle} frames that mean nothing");
        }
    }

    private void Acknowledge(int length, FrameType type)
    {
        if (++connection.Writer.Waiting.Acknowledgements > MostUnread)
        {
            throw new ConnectionException(Http2ErrorCode.EnhanceYourCalm, $"The server does not read, and sent {MostUnread} frames that ask for an answer");
        }

        connection.Writer.Waiting.Header(length, type, FrameFlags.EndStream, 0);
    }

    private void Settings(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CheckIsConnections(header);
        if (header.IsAck)
        {
            CheckSize(header, 0);
            return;
        }

        if (payload.Length % 6 != 0)
        {
            throw new ConnectionException(Http2ErrorCode.FrameSizeError, $"A SETTINGS frame has {payload.Length} bytes");
        }

        for (; !payload.IsEmpty; payload = payload[6..])
        {
            connection.Set(BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
        }

        HasSettings = true;
        Acknowledge(0, FrameType.Settings);
        connection.Bodies.SendWaiting();
    }

    private void Ping(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CheckIsConnections(header);
        CheckSize(header, 8);
        if (!header.IsAck)
        {
            Acknowledge(8, FrameType.Ping);
            payload.CopyTo(connection.Writer.Waiting.Take(8));
        }
    }

    private void GoAway(FrameHeader header, ReadOnlySpan<byte> payload, ReadyStreams ready)
    {
        CheckIsConnections(header);
        if (payload.Length < 8)
        {
            throw new ConnectionException(Http2ErrorCode.FrameSizeError, $"A GOAWAY frame has {payload.Length} bytes");
        }

        connection.Endings.GoAway((int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue), ready);
    }

    private void WindowUpdate(FrameHeader header, ReadOnlySpan<byte> payload, ReadyStreams ready)
    {
        CheckSize(header, 4);
        connection.Bodies.Open(header.StreamId, (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue), ready);
    }
}
