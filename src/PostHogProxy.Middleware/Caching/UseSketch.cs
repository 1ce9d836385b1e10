namespace PostHogProxy.Caching;

/// <summary>
/// Estimates how often keys were asked for that are not kept, in a fixed 8 KiB: a count-min sketch. Anybody can make up keys, so a list of
/// them would have no bound. Not safe for use by several threads at once.
/// </summary>
internal sealed class UseSketch
{
    private const int Width = 8192;
    private const int Shift = 32 - 13;
    private const byte Most = 15;

    // Odd numbers: each spreads the same hash in another way.
    private static readonly uint[] Factors = [0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F];

    private readonly byte[] _counts = new byte[Width];
    private int _added;

    public void Add(string key)
    {
        var estimate = Estimate(key);
        if (estimate < Most)
        {
            // Only the lowest counts grow, so that keys which share a count disturb each other less.
            var hash = (uint)key.GetHashCode(StringComparison.Ordinal);
            foreach (var factor in Factors)
            {
                ref var count = ref _counts[(hash * factor) >> Shift];
                count = Math.Max(count, (byte)(estimate + 1));
            }
        }

        // A flood of keys must not make each look familiar.
        if (++_added >= Width)
        {
            Halve();
        }
    }

    public int Estimate(string key)
    {
        var hash = (uint)key.GetHashCode(StringComparison.Ordinal);
        var least = Most;
        foreach (var factor in Factors)
        {
            least = Math.Min(least, _counts[(hash * factor) >> Shift]);
        }

        return least;
    }

    public void Halve()
    {
        _added /= 2;
        for (var at = 0; at < _counts.Length; at++)
        {
            _counts[at] >>= 1;
        }
    }
}
