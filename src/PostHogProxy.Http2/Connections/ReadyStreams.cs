namespace PostHogProxy.Http2.Connections;

/// <summary>
/// The streams that something has come for, and whose callers go on now. They go on where the answers were read, without a hop. A caller's code may
/// take long, so the next read has begun before, and where there are several, another thread helps.
/// </summary>
internal sealed class ReadyStreams : IThreadPoolWorkItem
{
    private readonly List<Http2Stream> _streams = [];
    private int _next = -1;
    private int _holders;
    private int _isCalled;

    public int Count => _streams.Count;

    public void Add(Http2Stream stream) => _streams.Add(stream);

    /// <summary>Lets all go on, on this thread and on others.</summary>
    public void Run()
    {
        _holders = 1;
        GoOn();
    }

    /// <summary>Lets all go on, on other threads: this one has something else to do.</summary>
    public void RunElsewhere()
    {
        if (_streams.Count > 0)
        {
            (_holders, _isCalled) = (1, 1);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        Volatile.Write(ref _isCalled, 0);
        GoOn();
    }

    private void GoOn()
    {
        for (int next; (next = Interlocked.Increment(ref _next)) < _streams.Count;)
        {
            // Whoever goes on may take long: the others do not wait for it. A thread that comes to help calls the next one.
            if (next < _streams.Count - 1 && Interlocked.Exchange(ref _isCalled, 1) == 0)
            {
                Interlocked.Increment(ref _holders);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            _streams[next].GoOn();
        }

        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _streams.Clear();
            (_next, _isCalled) = (-1, 0);
            _spare = this;
        }
    }

    [ThreadStatic]
    private static ReadyStreams? _spare;

    public static ReadyStreams Take()
    {
        var spare = _spare ?? new();
        _spare = null;
        return spare;
    }
}
