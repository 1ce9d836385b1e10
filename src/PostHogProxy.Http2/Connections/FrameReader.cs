using System.Runtime.CompilerServices;
using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>
/// Reads the connection, one frame after the other. The callers whose answers have come go on after the next read has begun: none of them can hold
/// up the connection.
/// </summary>
internal sealed class FrameReader
{
    private const int BufferSize = 64 * 1024;

    // More answers than this are not collected before they go on.
    private const int MostCollected = 32;

    private readonly Http2Connection _connection;
    private readonly Stream _transport;
    private readonly IncomingFrames _frames;
    private readonly Action _goOn;

    // A frame is at most 16 KiB, as we allow no larger ones.
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int _length;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _reading;
    private ReadyStreams _ready = new();

    public FrameReader(Http2Connection connection, Stream transport, IncomingFrames frames)
    {
        (_connection, _transport, _frames) = (connection, transport, frames);
        _goOn = GoOn;
    }

    /// <summary>Reads until the server has said what it allows, as its first frame must (RFC 9113, section 3.4).</summary>
    public async Task ReadSettingsAsync(CancellationToken cancellationToken)
    {
        while (!_frames.HasSettings)
        {
            var read = await _transport.ReadAsync(_bytes.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                throw Failures.Ended();
            }

            Take(read);
        }
    }

    /// <summary>Begins to read on, for as long as the connection lasts.</summary>
    public void Start() => ReadOn();

    private void GoOn()
    {
        if (TryTake())
        {
            ReadOn();
        }
    }

    private void ReadOn()
    {
        while (true)
        {
            try
            {
#pragma warning disable CA2012 // The result is taken once, by whoever goes on.
                _reading = _transport.ReadAsync(_bytes.AsMemory(_length)).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
            }
            catch (Exception failure)
            {
                End(Failures.Ended(failure));
                return;
            }

            if (!_reading.IsCompleted)
            {
                // From here on another thread may read: whatever belongs to the reader is left alone.
                var ready = _ready;
                if (ready.Count == 0)
                {
                    _reading.UnsafeOnCompleted(_goOn);
                    return;
                }

                _ready = ReadyStreams.Take();
                _reading.UnsafeOnCompleted(_goOn);
                ready.Run();
                return;
            }

            if (_ready.Count >= MostCollected)
            {
                LetGoElsewhere();
            }

            if (!TryTake())
            {
                return;
            }
        }
    }

    // False where the connection has ended.
    private bool TryTake()
    {
        try
        {
            var read = _reading.GetResult();
            if (read > 0)
            {
                Take(read);
                return true;
            }

            End(Failures.Ended());
        }
        catch (ConnectionException violation)
        {
            End(Failures.Protocol(violation.Code, violation.Message), violation.Code);
        }
        catch (Exception failure)
        {
            End(Failures.Ended(failure));
        }

        return false;
    }

    private void End(Exception failure, Http2ErrorCode code = Http2ErrorCode.NoError)
    {
        LetGoElsewhere();
        _connection.Fail(failure, code);
    }

    private void LetGoElsewhere()
    {
        var ready = _ready;
        _ready = ReadyStreams.Take();
        ready.RunElsewhere();
    }

    private void Take(int read)
    {
        _length += read;
        var rest = _bytes.AsSpan(0, _length);
        lock (_connection.Gate)
        {
            _connection.NoteRead();
            while (rest.Length >= FrameHeader.Size)
            {
                var header = FrameHeader.Read(rest);
                if (header.Length > FrameHeader.DefaultMaxFrameSize)
                {
                    throw new ConnectionException(Http2ErrorCode.FrameSizeError, $"The server sent a frame of {header.Length} bytes");
                }

                if (rest.Length < FrameHeader.Size + header.Length)
                {
                    break;
                }

                _frames.Take(header, rest.Slice(FrameHeader.Size, header.Length), _ready);
                rest = rest[(FrameHeader.Size + header.Length)..];
            }

            _connection.Writer.Wake();
        }

        _connection.TellOfChange();
        rest.CopyTo(_bytes);
        _length = rest.Length;
    }
}
