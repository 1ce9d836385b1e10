namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>One direction of a connection in memory: bounded, and it ends as a socket's does.</summary>
internal sealed class ByteChannel(int capacity, int largestRead)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _parts = new();
    private ReadOnlyMemory<byte> _first;
    private TaskCompletionSource _changed = Source();
    private Exception? _broken;
    private int _count;
    private bool _ended;
    private bool _readerGone;
    private bool _writerGone;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_writerGone, this);
                if (_readerGone || _broken is not null)
                {
                    throw new IOException("The other side has closed the connection.");
                }

                if (_count < capacity)
                {
                    if (bytes.Length > 0)
                    {
                        _parts.Enqueue(bytes.ToArray());
                        _count += bytes.Length;
                        Signal();
                    }

                    return;
                }

                wait = _changed.Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> to, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_readerGone, this);
                if (to.IsEmpty)
                {
                    return 0;
                }

                if (_first.IsEmpty && _parts.TryDequeue(out var next))
                {
                    _first = next;
                }

                if (!_first.IsEmpty)
                {
                    var length = Math.Min(Math.Min(to.Length, _first.Length), largestRead);
                    _first[..length].CopyTo(to);
                    _first = _first[length..];
                    _count -= length;
                    Signal();
                    return length;
                }

                if (_broken is not null)
                {
                    throw _broken;
                }

                if (_ended)
                {
                    return 0;
                }

                wait = _changed.Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The writer says that nothing more comes.</summary>
    public void End() => Change(() => _ended = true);

    /// <summary>The writer has closed its end.</summary>
    public void CloseWriter() => Change(() => _ended = _writerGone = true);

    /// <summary>The reader has closed its end: its own reads end, and writes fail.</summary>
    public void CloseReader() => Change(() => _readerGone = true);

    /// <summary>As after a TCP reset.</summary>
    public void Break() => Change(() => _broken = new IOException("The connection was reset."));

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Signal();
        }
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = Source();
        changed.SetResult();
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
