namespace PostHogProxy.Telemetry;

/// <summary>Lets one log line a minute through and counts the rest: an outage is one fact, not one for every visitor.</summary>
internal sealed class Throttle(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _last;
    private int _count;

    /// <summary>Counts one occurrence; true where a line is due, with how many it stands for.</summary>
    public bool IsDue(out int count)
    {
        lock (_gate)
        {
            count = ++_count;
            if (_last is { } last && time.GetElapsedTime(last) < Interval)
            {
                return false;
            }

            _last = time.GetTimestamp();
            _count = 0;
            return true;
        }
    }
}
