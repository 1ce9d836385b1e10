using System.Buffers;
using PostHogProxy.Http2.Framing;
using PostHogProxy.Http2.Hpack;

namespace PostHogProxy.Http2.Streams;

/// <summary>Why an answer ends its stream.</summary>
internal readonly record struct Violation(Http2ErrorCode Code, string Message);

/// <summary>One answer as it comes in: its head, and what of its body is not read yet. Used while the connection's gate is held.</summary>
internal struct IncomingAnswer(int window, bool hasNoBody)
{
    private const int NoContent = 204;
    private const int NotModified = 304;
    private const int SwitchingProtocols = 101;

    // Answers that only inform, before the final one: a server could go on for ever.
    private const int MostInterim = 100;

    private byte[] _body = [];
    private int _start;
    private int _end;
    private int _window = window;
    private int _unacknowledged;
    private long _announced = -1;
    private long _received;
    private bool _hasNoBody = hasNoBody;
    private int _interim;

    /// <summary>The fields of the head.</summary>
    public HeaderFields Fields;

    public int Status { get; private set; }

    public readonly bool HasHead => Status != 0;

    /// <summary>Whether all of it is here.</summary>
    public bool IsEnded { get; private set; }

    public readonly int Unread => _end - _start;

    /// <summary>Takes the head of the final answer, or what stands behind the body. Answers that only inform are left out.</summary>
    public bool TryTakeHead(HeaderFields fields, bool endsStream, out Violation violation)
    {
        violation = default;
        if (IsEnded)
        {
            violation = new(Http2ErrorCode.StreamClosed, "Headers came after the end of an answer");
        }
        else if (HasHead)
        {
            if (!endsStream || FieldRules.CheckTrailers(fields) is not null)
            {
                violation = new(Http2ErrorCode.ProtocolError, "The headers behind an answer's body are malformed");
            }
        }
        else if (FieldRules.CheckHead(fields, out var status, out var length) is { } problem)
        {
            violation = new(Http2ErrorCode.ProtocolError, problem);
        }
        else if (status < 200)
        {
            if (endsStream || status == SwitchingProtocols)
            {
                violation = new(Http2ErrorCode.ProtocolError, $"The answer has the status {status}");
            }
            else if (++_interim > MostInterim)
            {
                violation = new(Http2ErrorCode.EnhanceYourCalm, $"The server sent {MostInterim} answers that only inform");
            }
        }
        else
        {
            Status = status;
            _hasNoBody |= status is NoContent or NotModified;
            _announced = _hasNoBody ? -1 : length;
        }

        return violation.Message is null;
    }

    /// <summary>Takes a part of the body.</summary>
    /// <param name="data">The part.</param>
    /// <param name="size">What it takes of the window: padding counts.</param>
    /// <param name="violation">Why it is not taken.</param>
    public bool TryTake(ReadOnlySpan<byte> data, int size, out Violation violation)
    {
        violation = default;
        _window -= size;
        _received += data.Length;
        if (IsEnded)
        {
            violation = new(Http2ErrorCode.StreamClosed, "Data came after the end of an answer");
        }
        else if (!HasHead || (_hasNoBody && data.Length > 0))
        {
            violation = new(Http2ErrorCode.ProtocolError, "Data came for an answer that has no head, or no body");
        }
        else if (_window < 0)
        {
            violation = new(Http2ErrorCode.FlowControlError, "The server sent more than the stream's window");
        }
        else if (_announced >= 0 && _received > _announced)
        {
            violation = new(Http2ErrorCode.ProtocolError, $"The body is longer than the {_announced} bytes that it announces");
        }
        else
        {
            Append(data);
            _unacknowledged += size - data.Length;
        }

        return violation.Message is null;
    }

    public bool TryEnd(out Violation violation)
    {
        violation = _announced >= 0 && _received != _announced
            ? new(Http2ErrorCode.ProtocolError, $"The body ended after {_received} of {_announced} bytes")
            : default;
        IsEnded = violation.Message is null;
        return IsEnded;
    }

    /// <summary>Moves what is here of the body to its reader.</summary>
    public int Read(Span<byte> to)
    {
        var count = Math.Min(to.Length, Unread);
        _body.AsSpan(_start, count).CopyTo(to);
        _start += count;
        _unacknowledged += count;
        if (_start == _end)
        {
            FreeBody();
        }

        return count;
    }

    /// <summary>What the window is to be opened by, once it is worth a frame; 0 before.</summary>
    public int WindowToGiveBack()
    {
        // Half of the whole window: what is free, what waits to be read and what was read since make it up.
        if (IsEnded || _unacknowledged < (_window + _unacknowledged + Unread) / 2)
        {
            return 0;
        }

        var count = _unacknowledged;
        _window += count;
        _unacknowledged = 0;
        return count;
    }

    public void Free()
    {
        FreeBody();
        Fields.Free();
    }

    private void FreeBody()
    {
        if (_body.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_body);
            _body = [];
        }

        (_start, _end) = (0, 0);
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        if (_body.Length - _end < data.Length)
        {
            var unread = _body.AsSpan(_start, Unread);
            var larger = unread.Length + data.Length <= _body.Length / 2
                ? _body
                : ArrayPool<byte>.Shared.Rent(Math.Max(unread.Length * 2, unread.Length + data.Length));
            var count = unread.Length;
            unread.CopyTo(larger);
            if (larger != _body && _body.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_body);
            }

            (_body, _start, _end) = (larger, 0, count);
        }

        data.CopyTo(_body.AsSpan(_end));
        _end += data.Length;
    }
}
