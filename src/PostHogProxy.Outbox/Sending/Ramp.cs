namespace PostHogProxy.Outbox.Sending;

/// <summary>How many kept requests are on their way at once: one at first, twice as many after each second without a failure, half after one.</summary>
internal sealed class Ramp(TimeProvider time, int most)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private int _width = 1;
    private long _since = time.GetTimestamp();

    public int Width
    {
        get
        {
            lock (_gate)
            {
                if (_width < most && time.GetElapsedTime(_since) >= Step)
                {
                    _width = Math.Min(most, _width * 2);
                    _since = time.GetTimestamp();
                }

                return _width;
            }
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            _width = Math.Max(1, _width / 2);
            _since = time.GetTimestamp();
        }
    }

    public void Restart()
    {
        lock (_gate)
        {
            _width = 1;
            _since = time.GetTimestamp();
        }
    }
}
