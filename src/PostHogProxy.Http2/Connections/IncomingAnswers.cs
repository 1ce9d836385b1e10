using System.Buffers;
using PostHogProxy.Http2.Framing;
using PostHogProxy.Http2.Hpack;

namespace PostHogProxy.Http2.Connections;

/// <summary>The frames that carry answers: HEADERS with their CONTINUATION, and DATA. Used while the gate is held.</summary>
internal sealed class IncomingAnswers(Http2Connection connection, Http2Limits limits)
{
    // Of encoded fields, beyond the list they make: Huffman at its worst is four times as long.
    private readonly int _longestBlock = limits.MaxHeaderListSize * 4;

    private ArrayBufferWriter<byte>? _block;
    private int _blockStream;
    private bool _blockEndsStream;
    private int _parts;
    private long _unacknowledged;
    private HeaderFields _unread;

    /// <summary>Whether a header block has begun and not ended: nothing else may come then.</summary>
    public bool IsInsideBlock => _blockStream != 0;

    public void Headers(FrameHeader header, ReadOnlySpan<byte> payload, ReadyStreams ready)
    {
        connection.CheckIsOpened(header);
        var fields = WithoutPadding(header, payload);
        if (header.HasPriority)
        {
            fields = fields.Length >= 5 ? fields[5..] : throw new ConnectionException(Http2ErrorCode.FrameSizeError, "A HEADERS frame is too short");
        }

        if (header.EndsHeaders)
        {
            Answer(header.StreamId, header.EndsStream, fields, ready);
            return;
        }

        (_blockStream, _blockEndsStream, _parts) = (header.StreamId, header.EndsStream, 0);
        _block ??= new();
        _block!.Write(fields);
    }

    public void Continuation(FrameHeader header, ReadOnlySpan<byte> payload, ReadyStreams ready)
    {
        if (!IsInsideBlock || header.StreamId != _blockStream)
        {
            throw new ConnectionException(Http2ErrorCode.ProtocolError, "A CONTINUATION frame continues nothing");
        }

        _block!.Write(payload);
        if (_block!.WrittenCount > _longestBlock || ++_parts > 100)
        {
            throw new ConnectionException(Http2ErrorCode.EnhanceYourCalm, "A header block does not end");
        }

        if (header.EndsHeaders)
        {
            var stream = _blockStream;
            _blockStream = 0;
            Answer(stream, _blockEndsStream, _block.WrittenSpan, ready);
            _block.ResetWrittenCount();
        }
    }

    public void Data(FrameHeader header, ReadOnlySpan<byte> payload, ReadyStreams ready)
    {
        connection.CheckIsOpened(header);
        Acknowledge(header.Length);
        var data = WithoutPadding(header, payload);
        if (connection.Streams.Find(header.StreamId) is not { } stream)
        {
            // Reset or ended; what was on its way still comes.
            return;
        }

        if (!stream.Incoming.TryTake(data, header.Length, out var violation))
        {
            connection.Endings.Fail(header.StreamId, violation.Code, violation.Message, ready);
            return;
        }

        if (header.EndsStream)
        {
            End(stream, ready);
        }
        else
        {
            connection.GiveBackWindow(stream);
        }

        stream.Arrived(ready);
    }

    private void Answer(int streamId, bool endsStream, ReadOnlySpan<byte> block, ReadyStreams ready)
    {
        var stream = connection.Streams.Find(streamId);
        ref var fields = ref (stream is { Incoming.HasHead: false } ? ref stream.Incoming.Fields : ref _unread);
        fields.Clear();
        bool fits;
        try
        {
            fits = HpackDecoder.TryDecode(block, ref fields, limits.MaxHeaderListSize);
        }
        catch (HpackException unreadable)
        {
            throw new ConnectionException(Http2ErrorCode.CompressionError, unreadable.Message.TrimEnd('.'));
        }

        if (stream is null)
        {
            return;
        }

        if (!fits)
        {
            connection.Endings.Fail(streamId, Http2ErrorCode.Cancel, $"The headers of the answer are longer than {limits.MaxHeaderListSize} bytes", ready);
        }
        else if (!stream.Incoming.TryTakeHead(fields, endsStream, out var violation))
        {
            connection.Endings.Fail(streamId, violation.Code, violation.Message, ready);
        }
        else
        {
            if (endsStream)
            {
                End(stream, ready);
            }

            stream.Arrived(ready);
        }
    }

    private void End(Http2Stream stream, ReadyStreams ready)
    {
        if (stream.Incoming.TryEnd(out var violation))
        {
            connection.Endings.RemoveIfDone(stream);
        }
        else
        {
            connection.Endings.Fail(stream.Id, violation.Code, violation.Message, ready);
        }
    }

    // The window of the connection opens as bytes come, not as they are read: a visitor who takes an answer slowly must not hold up the others. What may
    // wait is bounded by the windows of the streams.
    private void Acknowledge(int length)
    {
        _unacknowledged += length;
        if (_unacknowledged >= limits.ConnectionWindow / 2)
        {
            connection.Writer.Waiting.WindowUpdate(0, (int)_unacknowledged);
            _unacknowledged = 0;
        }
    }

    private static ReadOnlySpan<byte> WithoutPadding(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!header.IsPadded)
        {
            return payload;
        }

        if (payload.IsEmpty)
        {
            throw new ConnectionException(Http2ErrorCode.FrameSizeError, $"A {header.Type} frame is too short");
        }

        var padding = payload[0];
        return padding < payload.Length
            ? payload[1..^padding]
            : throw new ConnectionException(Http2ErrorCode.ProtocolError, $"A {header.Type} frame is padded with more than it has");
    }
}
