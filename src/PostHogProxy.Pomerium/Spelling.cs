namespace PostHogProxy.Pomerium;

/// <summary>The known name somebody may have meant.</summary>
internal static class Spelling
{
    /// <summary>The closest of <paramref name="known"/>, if it is at most two slips away (one for short names); else null.</summary>
    public static string? Closest(string name, IEnumerable<string> known)
    {
        if (name.Length is < 2 or > 64)
        {
            return null;
        }

        var limit = name.Length <= 4 ? 1 : 2;
        string? closest = null;
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate, limit);
            if (distance <= limit)
            {
                limit = distance - 1;
                closest = candidate;
            }
        }

        return closest;
    }

    // Letters added, left out, changed or swapped (optimal string alignment).
    private static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return int.MaxValue;
        }

        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
