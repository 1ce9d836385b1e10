namespace PostHogProxy.Forwarding;

/// <summary>Counts what is on its way to PostHog, and stops at the limit where there is one.</summary>
internal sealed class Load
{
    private int _active;

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
