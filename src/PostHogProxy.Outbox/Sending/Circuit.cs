namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// Whether PostHog is worth asking. Opens after five failures in a row, or when half of at least twenty requests in ten seconds failed. While it is
/// open, visitors' requests are kept at once; one kept request at a time asks whether PostHog is back.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="jitter">A number from 0 to 1, so that many apps do not ask together.</param>
internal sealed class Circuit(TimeProvider time, Func<double> jitter)
{
    private const int FailuresInARow = 5;
    private const int FewestJudged = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private int _inARow;
    private int _passed;
    private int _failed;
    private int _probes;
    private DateTimeOffset _windowEnds;
    private DateTimeOffset _probeAt;
    private volatile bool _isOpen;

    /// <summary>Raised when the state turns; true for open.</summary>
    public event Action<bool>? Turned;

    public bool IsOpen => _isOpen;

    /// <summary>When to ask whether PostHog is back; null while nobody doubts it.</summary>
    public DateTimeOffset? ProbeAt
    {
        get
        {
            lock (_gate)
            {
                return _isOpen ? _probeAt : null;
            }
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
    public void Failed(TimeSpan? retryAfter = null)
    {
        lock (_gate)
        {
            Roll();
            _failed++;
            _inARow++;
            if (_isOpen)
            {
                Pause(retryAfter);
                return;
            }

            if (_inARow < FailuresInARow && (_passed + _failed < FewestJudged || _failed * 2 < _passed + _failed))
            {
                return;
            }

            _isOpen = true;
            Pause(retryAfter);
        }

        Turned?.Invoke(true);
    }

    private void Pause(TimeSpan? retryAfter)
    {
        var most = Backoff.Of(_probes++, FirstPause, LongestPause);
        var pause = most * jitter();
        if (retryAfter is { } asked && asked > pause)
        {
            pause = asked < LongestPause ? asked : LongestPause;
        }

        _probeAt = time.GetUtcNow() + pause;
    }

    private void Roll()
    {
        var now = time.GetUtcNow();

        // A clock that was set back ends the window as well.
        if (now >= _windowEnds || _windowEnds - now > Window)
        {
            _windowEnds = now + Window;
            _passed = _failed = 0;
        }
    }
}
