using System.Buffers;
using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// Sends bodies as far as the server's windows and our own memory allow. What does not go out waits in a row. But for what a caller does,
/// <see cref="Send"/> and <see cref="End"/>, it is used while the gate is held.
/// </summary>
internal sealed class BodySending(Http2Connection connection)
{
    // What may wait to be written, of bodies. More only fills memory.
    private const int MostWaiting = 128 * 1024;

    private readonly Queue<Http2Stream> _blocked = new();
    private long _window = PeerSettings.DefaultWindow;

    /// <param name="stream">The stream.</param>
    /// <param name="part">What is sent of its body.</param>
    /// <param name="isLast">Whether the body ends with it.</param>
    public ValueTask Send(Http2Stream stream, ReadOnlySequence<byte> part, bool isLast)
    {
        lock (connection.Gate)
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
                return SendBehindAsync(stream, part, isLast, stream.Outgoing.Awaited.Task);
            }

            (stream.Outgoing.Unsent, stream.Outgoing.EndsHere) = (part, isLast);
            if (SendOrQueue(stream))
            {
                connection.Writer.Wake();
                return ValueTask.CompletedTask;
            }

            connection.Writer.Wake();
            stream.Outgoing.Awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(stream.Outgoing.Awaited.Task);
        }
    }

    private async ValueTask SendBehindAsync(Http2Stream stream, ReadOnlySequence<byte> part, bool isLast, Task before)
    {
        await before.ConfigureAwait(false);
        await Send(stream, part, isLast).ConfigureAwait(false);
    }

    public void End(Http2Stream stream)
    {
        lock (connection.Gate)
        {
            if (stream.SendFailure is null && !stream.Outgoing.IsEnded)
            {
                stream.Outgoing.EndsHere = true;
                SendOrQueue(stream);
                connection.Writer.Wake();
            }
        }
    }

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

    /// <summary>Sends what may go out of a body; false where the rest of it waits.</summary>
    public bool SendOrQueue(Http2Stream stream)
    {
        ref var body = ref stream.Outgoing;
        if (body.Unsent.Length > FrameHeader.DefaultMaxFrameSize)
        {
            var most = (int)Math.Min(Math.Min(body.Unsent.Length, MostWaiting), Math.Max(Math.Min(body.Window, _window), 0));
            connection.Writer.Waiting.Expect(most + (((most / FrameHeader.DefaultMaxFrameSize) + 1) * FrameHeader.Size));
        }

        while (body.HasMore)
        {
            var room = connection.Writer.Waiting.Length < MostWaiting ? Math.Min(Math.Min(body.Window, _window), FrameHeader.DefaultMaxFrameSize) : 0;
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
            connection.Writer.Waiting.Header(length, FrameType.Data, isLast ? FrameFlags.EndStream : FrameFlags.None, stream.Id);
            body.Unsent.Slice(0, length).CopyTo(connection.Writer.Waiting.Take(length));

            // Where all of it went out, nothing is left that points at the caller's memory.
            body.Unsent = length == body.Unsent.Length ? default : body.Unsent.Slice(length);
            body.Window -= length;
            _window -= length;
            if (isLast)
            {
                body.IsEnded = true;
                connection.Endings.RemoveIfDone(stream);
            }
        }

        return true;
    }

    /// <summary>The server takes more, on the connection or on a stream.</summary>
    public void Open(int streamId, int increment, ReadyStreams ready)
    {
        if (streamId == 0)
        {
            _window += increment > 0 ? increment : throw new ConnectionException(Http2ErrorCode.ProtocolError, "The server opens the window by nothing");
            if (_window > int.MaxValue)
            {
                throw new ConnectionException(Http2ErrorCode.FlowControlError, "The server opens the window beyond its largest size");
            }
        }
        else if (!connection.Streams.WasOpened(streamId))
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, $"The server opens the window of stream {streamId}, which nobody has opened");
        }
        else if (connection.Streams.Find(streamId) is { } stream)
        {
            stream.Outgoing.Window += increment;
            if (increment == 0 || stream.Outgoing.Window > int.MaxValue)
            {
                connection.Endings.Fail(
                    streamId, increment == 0 ? Http2ErrorCode.ProtocolError : Http2ErrorCode.FlowControlError, "The server opens a window by nothing, or too far",
                    ready);
            }
        }

        SendWaiting();
    }

    /// <summary>The server has changed what a stream may send before it takes more: that of all streams changes with it (RFC 9113, section 6.9.2).</summary>
    public void Change(long change)
    {
        foreach (var stream in change == 0 ? [] : connection.Streams.All)
        {
            stream.Outgoing.Window += change;
            if (stream.Outgoing.Window > int.MaxValue)
            {
                throw new ConnectionException(Http2ErrorCode.FlowControlError, "The server opens a window beyond its largest size");
            }
        }
    }
}
