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
                    Set(Math.Min(most, _width * 2));
                }

                return _width;
            }
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            Set(Math.Max(1, _width / 2));
        }
    }

    /// <summary>PostHog is back. All the apps that waited for that must not send at their full width.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            Set(1);
        }
    }

    private void Set(int width)
    {
        _width = width;
        _since = time.GetTimestamp();
    }
}
