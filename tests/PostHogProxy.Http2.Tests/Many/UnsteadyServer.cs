using System.Text;
using System.Threading.Channels;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Many;

/// <summary>
/// The server's side of one connection that answers most requests, resets some before or inside the answer, refuses some, answers some before
/// their body is there, and takes its leave in the middle. It keeps to the protocol.
/// </summary>
internal sealed class UnsteadyServer(Stream stream, int seed, Ledger ledger, CancellationToken bound) : IDisposable
{
    private readonly RawServer _wire = new(stream, bound);
    private readonly Random _random = new(seed);
    private readonly SemaphoreSlim _writes = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, string> _open = [];
    private readonly Channel<uint> _whole = Channel.CreateUnbounded<uint>();
    private uint _last;
    private bool _leaves;

    /// <summary>Streams that neither side has ended.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    public async Task RunAsync()
    {
        await _wire.ShakeHandsAsync((WireSetting.MaxConcurrentStreams, 50), (WireSetting.InitialWindowSize, 1000));
        var answers = AnswerAsync();
        while (await _wire.ReadAsync() is { } frame)
        {
            await TakeAsync(frame);
        }

        _whole.Writer.Complete();
        await answers;
    }

    public void Dispose()
    {
        _wire.Dispose();
        _writes.Dispose();
    }

    private async Task TakeAsync(WireFrame frame)
    {
        switch (frame.Kind)
        {
            case WireKind.Headers:
                var path = _wire.Hpack.Read(frame.Payload).Single(static field => field.Name == ":path").Value;
                await OpenAsync(frame.Stream, path);
                break;
            case WireKind.Data when frame.Payload.Length > 0:
                await SendAsync(Frames.WindowUpdate(0, (uint)frame.Payload.Length), Frames.WindowUpdate(frame.Stream, (uint)frame.Payload.Length));
                break;
            case WireKind.RstStream:
                lock (_gate)
                {
                    _open.Remove(frame.Stream);
                }

                break;
        }

        if (frame.Ends)
        {
            await _whole.Writer.WriteAsync(frame.Stream, bound);
        }
    }

    private async Task OpenAsync(uint number, string path)
    {
        int choice;
        lock (_gate)
        {
            if (_leaves)
            {
                // Above the last stream: never looked at.
                return;
            }

            choice = _random.Next(1000);
            if (choice >= 100)
            {
                _open.Add(number, path);
                _last = number;
            }
        }

        if (choice < 100)
        {
            ledger.Reset();
            await SendAsync(Frames.RstStream(number, WireCode.Refused));
        }
        else if (choice < 130 && TryClose(number, out _))
        {
            ledger.Process(path);
            await SendAsync(Frames.Headers(number, WireHpack.Answer(413, ("x-path", path)), end: true), Frames.RstStream(number, WireCode.NoError));
        }
        else if (choice < 133)
        {
            await LeaveAsync();
        }
    }

    private async Task LeaveAsync()
    {
        await _writes.WaitAsync(bound);
        try
        {
            uint last;
            lock (_gate)
            {
                (_leaves, last) = (true, _last);
            }

            ledger.GoAway();
            await _wire.SendAsync(Frames.GoAway(last, WireCode.NoError));
        }
        catch (IOException)
        {
            // The client has closed.
        }
        finally
        {
            _writes.Release();
        }
    }

    private async Task AnswerAsync()
    {
        var waiting = new List<uint>();
        while (await _whole.Reader.WaitToReadAsync(bound))
        {
            while (_whole.Reader.TryRead(out var number))
            {
                waiting.Add(number);
            }

            for (; waiting.Count > 0; waiting.RemoveAt(waiting.Count - 1))
            {
                var at = _random.Next(waiting.Count);
                (waiting[at], waiting[^1]) = (waiting[^1], waiting[at]);
                if (TryClose(waiting[^1], out var path))
                {
                    ledger.Process(path);
                    await SendAsync(Answer(waiting[^1], path));
                }
            }
        }
    }

    private WireFrame[] Answer(uint number, string path)
    {
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(path, 20)));
        WireFrame[] whole = [Frames.Headers(number, WireHpack.Answer(200, ("x-path", path))), Frames.Data(number, body[..30]), Frames.Data(number, body[30..], end: true)];
        var choice = _random.Next(100);
        if (choice < 10)
        {
            ledger.Reset();
        }

        return choice switch
        {
            < 5 => [Frames.RstStream(number, WireCode.Internal)],
            < 10 => [whole[0], whole[1], Frames.RstStream(number, WireCode.Cancel)],
            < 15 => [Frames.Headers(number, WireHpack.Answer(103)), .. whole],
            _ => whole,
        };
    }

    private bool TryClose(uint number, out string path)
    {
        lock (_gate)
        {
            return _open.Remove(number, out path!);
        }
    }

    private async Task SendAsync(params WireFrame[] frames)
    {
        await _writes.WaitAsync(bound);
        try
        {
            await _wire.SendAsync(frames);
        }
        catch (IOException)
        {
            // The client has closed.
        }
        finally
        {
            _writes.Release();
        }
    }
}
