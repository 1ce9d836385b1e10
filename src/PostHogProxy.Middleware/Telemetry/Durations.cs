using System.Numerics;

namespace PostHogProxy.Telemetry;

/// <summary>
/// How long things take, in classes that are never more than a quarter wide: four for each power of two of microseconds. The classes are fixed, so that
/// a duration costs one addition and no memory.
/// </summary>
internal static class Durations
{
    private const int Octaves = 27;
    private const int Steps = 4;

    /// <summary>How many classes there are. The last one has everything above 117 seconds.</summary>
    public const int Count = Octaves * Steps;

    public static int ClassOf(long microseconds)
    {
        if (microseconds < Steps)
        {
            return (int)Math.Max(0, microseconds);
        }

        var octave = BitOperations.Log2((ulong)microseconds);
        var step = (int)(microseconds >> (octave - 2)) & (Steps - 1);
        return Math.Min(octave * Steps + step, Count - 1);
    }

    /// <summary>The duration below which a share of all lies, in milliseconds; null where there is none.</summary>
    /// <param name="counts">How many there are of each class.</param>
    /// <param name="share">0.5 for the median.</param>
    public static double? Quantile(ReadOnlySpan<int> counts, double share)
    {
        long all = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        var wanted = (long)Math.Ceiling(all * share);
        for (var at = 0; at < counts.Length && all > 0; at++)
        {
            wanted -= counts[at];
            if (wanted <= 0)
            {
                return Middle(at) / 1000.0;
            }
        }

        return null;
    }

    // In microseconds. Below four there is one class for each.
    private static double Middle(int at)
    {
        if (at < Steps)
        {
            return at;
        }

        var octave = at / Steps;
        var width = Math.ScaleB(1, octave - 2);
        return Math.ScaleB(1, octave) + (at % Steps + 0.5) * width;
    }
}
