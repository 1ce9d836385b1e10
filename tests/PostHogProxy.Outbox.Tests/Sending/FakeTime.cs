namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>A clock that stands still until the test moves it. The clock on the wall can be set; what has elapsed cannot.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(FakeTimer Timer, int Version), (long Due, long Order)> _due = new();
    private long _elapsed = 1;
    private long _order;
    private int _active;
    private long _changes;

    public DateTimeOffset Start { get; } = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    public TimeSpan Set { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that wait.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>How often a timer has begun or ended to wait.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _elapsed) - 1);

    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    public override DateTimeOffset GetUtcNow() => Start + Elapsed + Set;

    /// <summary>To the next timer, or by <paramref name="most"/> where none is due by then.</summary>
    public void Step(TimeSpan most)
    {
        FakeTimer? next = null;
        lock (_gate)
        {
            var end = _elapsed + most.Ticks;
            while (_due.TryPeek(out var first, out var at) && (!first.Timer.Is(first.Version) || at.Due <= end))
            {
                _due.Dequeue();
                if (first.Timer.TryEnd(first.Version))
                {
                    next = first.Timer;
                    end = Math.Max(_elapsed, at.Due);
                    break;
                }
            }

            Interlocked.Exchange(ref _elapsed, end);
        }

        next?.Fire();
    }

    public void Advance(TimeSpan by)
    {
        for (var end = Elapsed + by; Elapsed < end;)
        {
            Step(end - Elapsed);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    // Under the lock.
    private void Count(int timers)
    {
        Volatile.Write(ref _active, _active + timers);
        Interlocked.Increment(ref _changes);
    }

    private sealed class FakeTimer(FakeTime time, Action callback) : ITimer
    {
        private int _version;
        private bool _waits;

        public bool Is(int version) => _waits && _version == version;

        public bool TryEnd(int version)
        {
            if (!Is(version))
            {
                return false;
            }

            _waits = false;
            time.Count(-1);
            return true;
        }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                TryEnd(_version);
                _version++;
                if (dueTime >= TimeSpan.Zero)
                {
                    _waits = true;
                    time.Count(1);
                    time._due.Enqueue((this, _version), (time._elapsed + dueTime.Ticks, time._order++));
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                TryEnd(_version);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
