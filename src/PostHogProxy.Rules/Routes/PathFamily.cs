namespace PostHogProxy.Rules.Routes;

/// <summary>
/// Which row a path belongs to for everybody who may read it on the way. Servers differ in what they decode and merge, so a path that
/// would be one thing as written and another one decoded is nothing we send.
/// </summary>
internal static class PathFamily
{
    // Nobody encodes a path more often than this; a path that does is an attempt.
    private const int MostDecodings = 4;

    /// <summary>
    /// The row for the first <paramref name="pathLength"/> characters of <paramref name="target"/>; null where the path has dot segments or
    /// control characters in any reading, or means different rows in different readings.
    /// </summary>
    public static ClientRoute? Of(string target, int pathLength)
    {
        var written = ClientRoutes.Find(target, pathLength);
        if (IsPlain(target, pathLength))
        {
            return written;
        }

        var path = target.Substring(0, pathLength);
        for (var decodings = 0; decodings < MostDecodings; decodings++)
        {
            if (Merged(path) is not { } merged || ClientRoutes.Find(merged) != written)
            {
                return null;
            }

            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
            {
                return written;
            }

            path = decoded;
        }

        return null;
    }

    // No escape, no dot, no backslash, no empty segment: there is only one reading.
    private static bool IsPlain(string target, int length)
    {
        for (var i = 0; i < length; i++)
        {
            var c = target[i];
            if (c is '%' or '\\' || c <= ' ' || (c is '.' or '/' && i > 0 && target[i - 1] == '/'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Slashes merged, backslashes taken for slashes, as some servers do; null with a dot segment or a control character.</summary>
    private static string? Merged(string path)
    {
        foreach (var c in path)
        {
            if (char.IsControl(c))
            {
                return null;
            }
        }

        var segments = path.Replace('\\', '/').Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var segment in segments)
        {
            if (segment is "." or "..")
            {
                return null;
            }
        }

        var last = path[path.Length - 1];
        return "/" + string.Join("/", segments) + (segments.Length > 0 && last is '/' or '\\' ? "/" : "");
    }
}
