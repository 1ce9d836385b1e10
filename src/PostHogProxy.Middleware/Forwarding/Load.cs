namespace PostHogProxy.Forwarding;

/// <summary>Counts what is on its way to PostHog, and stops at the limit where there is one.</summary>
internal sealed class Load
{
    private int _active;

    /// <summary>The part of a limit that is taken; null without one.</summary>
    public double? Utilization(int? limit) => limit is { } most ? (double)Volatile.Read(ref _active) / most : null;

    public bool TryEnter(int? limit)
    {
        if (Interlocked.Increment(ref _active) <= (limit ?? int.MaxValue))
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _active);
}
