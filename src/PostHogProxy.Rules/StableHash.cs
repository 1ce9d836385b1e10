namespace PostHogProxy.Rules;

/// <summary>Numbers that a name stands for, the same in every build and every run: string.GetHashCode differs from run to run.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a, mixed once.</summary>
    public static ulong Of(string seed)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in seed)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return Next(hash);
    }

    /// <summary>SplitMix64.</summary>
    public static ulong Next(ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
