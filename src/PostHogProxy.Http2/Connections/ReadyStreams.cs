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

    public int Count => _streams.Count;

    public void Add(Http2Stream stream) => _streams.Add(stream);

    /// <summary>Lets all go on, on this thread and on one more.</summary>
    public void Run()
    {
        _holders = _streams.Count > 1 ? 2 : 1;
        if (_holders > 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Execute();
    }

    /// <summary>Lets all go on, on other threads: this one has something else to do.</summary>
    public void RunElsewhere()
    {
        if (_streams.Count > 0)
        {
            _holders = 1;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        for (int next; (next = Interlocked.Increment(ref _next)) < _streams.Count;)
        {
            _streams[next].GoOn();
        }

        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _streams.Clear();
            _next = -1;
            Spare = this;
        }
    }

    [ThreadStatic]
    private static ReadyStreams? _spare;

    private static ReadyStreams? Spare
    {
        set => _spare = value;
    }

    public static ReadyStreams Take()
    {
        var spare = _spare ?? new();
        _spare = null;
        return spare;
    }
}
