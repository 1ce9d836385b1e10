namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// Whether PostHog is worth asking. Opens after five failures in a row, or when half of at least twenty requests in ten seconds failed. While it is
/// open, visitors' requests are kept at once; one request at a time asks whether PostHog is back.
/// </summary>
/// <param name="time">The clock. Only what it has elapsed is used, so that setting it changes nothing.</param>
/// <param name="jitter">A number from 0 to 1, so that many apps do not ask together.</param>
internal sealed class Circuit(TimeProvider time, Func<double> jitter)
{
    private const int FailuresInARow = 5;
    private const int FewestJudged = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // A mistaken Retry-After of days must not outlast what is kept.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private int _inARow;
    private int _passed;
    private int _failed;
    private int _probes;
    private long _windowSince = time.GetTimestamp();
    private long _pausedSince;
    private TimeSpan _pause;
    private volatile bool _isOpen;

    /// <summary>Raised when the state turns; true for open.</summary>
    public event Action<bool>? Turned;

    public bool IsOpen => _isOpen;

    /// <summary>How long until PostHog is asked whether it is back, zero or less where that is due; null while nobody doubts it.</summary>
    public TimeSpan? ProbeIn
    {
        get
        {
            lock (_gate)
            {
                return _isOpen ? Left() : null;
            }
        }
    }

    /// <summary>True for the one that asks now whether PostHog is back.</summary>
    /// <param name="overdue">How long nobody else must have asked although it was time.</param>
    public bool TryProbe(TimeSpan overdue = default)
    {
        lock (_gate)
        {
            if (!_isOpen || Left() > -overdue)
            {
                return false;
            }

            // Should no answer of it ever be heard, another one asks then.
            Wait(LongestPause);
            return true;
        }
    }

    public void Passed()
    {
        lock (_gate)
        {
            Roll();
            _passed++;
            _inARow = 0;
            if (!_isOpen)
            {
                return;
            }

            _isOpen = false;
            _probes = 0;
            _passed = _failed = 0;
        }

        Turned?.Invoke(false);
    }

    /// <param name="retryAfter">How long PostHog asks to be left alone; null where it does not say so.</param>
    /// <param name="isProbe">Whether this one asked for all. Those that were on their way when the circuit opened say nothing new.</param>
    public void Failed(TimeSpan? retryAfter = null, bool isProbe = false)
    {
        lock (_gate)
        {
            Roll();
            _failed++;
            _inARow++;
            if (_isOpen)
            {
                if (isProbe)
                {
                    Wait(Pause());
                }

                Heed(retryAfter);
                return;
            }

            if (_inARow < FailuresInARow && (_passed + _failed < FewestJudged || _failed * 2 < _passed + _failed))
            {
                return;
            }

            _isOpen = true;
            Wait(Pause());
            Heed(retryAfter);
        }

        Turned?.Invoke(true);
    }

    private TimeSpan Pause() => Backoff.Of(_probes++, FirstPause, LongestPause) * jitter();

    private void Wait(TimeSpan pause)
    {
        _pausedSince = time.GetTimestamp();
        _pause = pause;
    }

    private void Heed(TimeSpan? retryAfter)
    {
        if (retryAfter is { } asked && asked > Left())
        {
            Wait(asked < LongestAsked ? asked : LongestAsked);
        }
    }

    private TimeSpan Left() => _pause - time.GetElapsedTime(_pausedSince);

    private void Roll()
    {
        if (time.GetElapsedTime(_windowSince) >= Window)
        {
            _windowSince = time.GetTimestamp();
            _passed = _failed = 0;
        }
    }
}
