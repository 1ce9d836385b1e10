namespace PostHogProxy.Admission.Targets;

/// <summary>
/// Finds <c>.</c> and <c>..</c> in a raw path, percent-encoded or not. The server resolves them before routing while the raw target keeps
/// them, so a path that has them reads differently to each party on the way: it is refused.
/// </summary>
internal static class DotSegments
{
    public static bool AnyIn(ReadOnlySpan<char> path)
    {
        if (!path.ContainsAny('.', '%'))
        {
            return false;
        }

        foreach (var segment in path.Split('/'))
        {
            if (IsDots(path[segment]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDots(ReadOnlySpan<char> segment)
    {
        var dots = 0;
        while (segment.Length > 0)
        {
            if (segment[0] == '.')
            {
                segment = segment[1..];
            }
            else if (segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase))
            {
                segment = segment[3..];
            }
            else
            {
                return false;
            }

            dots++;
        }

        return dots is 1 or 2;
    }
}
