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
    /// The row for the first <paramref name="pathLength"/> characters of <paramref name="target"/>; null where the path has dot segments,
    /// control characters or escapes that are none in any reading, or means different rows in different readings.
    /// </summary>
    public static ClientRoute? Of(string target, int pathLength)
    {
        var written = ClientRoutes.Find(target, pathLength);
        if (IsPlain(target, pathLength))
        {
            return written != ClientRoutes.Unknown || FindInAnyCase(target.Substring(0, pathLength)) == written ? written : null;
        }

        var path = target.Substring(0, pathLength);
        for (var decodings = 0; decodings < MostDecodings; decodings++)
        {
            if (Merged(path) is not { } merged || FindInAnyCase(merged) != written)
            {
                return null;
            }

            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
            {
                return HasUnreadableEscape(path) ? null : written;
            }

            path = decoded;
        }

        return null;
    }

    // PostHog's paths are in lower case. A server that minds no case would take /STATIC/ for /static/; of what comes below it the case stays.
    private static ClientRoute FindInAnyCase(string path) => ClientRoutes.Find(path.ToLowerInvariant());

    // No escape, no dot, no backslash, no empty segment, no parameter and no fragment: there is only one reading but for the case.
    private static bool IsPlain(string target, int length)
    {
        for (var i = 0; i < length; i++)
        {
            var c = target[i];
            if (c is '%' or '\\' or ';' or '#' || c <= ' ' || (c is '.' or '/' && i > 0 && target[i - 1] == '/'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// As the most careless server reads it: slashes merged, backslashes taken for slashes, parameters after a semicolon dropped, cut at
    /// a <c>?</c> or <c>#</c> that was decoded; null with a dot segment, also behind the cut, or a control character.
    /// </summary>
    private static string? Merged(string path)
    {
        foreach (var c in path)
        {
            if (char.IsControl(c))
            {
                return null;
            }
        }

        foreach (var segment in path.Split('/', '\\', '?', '#'))
        {
            if (WithoutParameters(segment) is "." or "..")
            {
                return null;
            }
        }

        var end = path.IndexOfAny(['?', '#']);
        var kept = (end < 0 ? path : path.Substring(0, end)).Replace('\\', '/');
        var segments = kept.Split('/').Select(WithoutParameters).Where(segment => segment.Length > 0).ToList();
        return "/" + string.Join("/", segments) + (segments.Count > 0 && kept[kept.Length - 1] == '/' ? "/" : "");
    }

    private static string WithoutParameters(string segment)
    {
        var end = segment.IndexOf(';');
        return end < 0 ? segment : segment.Substring(0, end);
    }

    // What is left when all is decoded is no UTF-8 (%c0%ae is an overlong dot to some) or the %u002e of one server.
    private static bool HasUnreadableEscape(string path)
    {
        for (var i = path.IndexOf('%'); i >= 0; i = path.IndexOf('%', i + 1))
        {
            var start = i + 1 < path.Length && path[i + 1] is 'u' or 'U' ? i + 2 : i + 1;
            if (start + 1 < path.Length && Uri.IsHexDigit(path[start]) && Uri.IsHexDigit(path[start + 1]))
            {
                return true;
            }
        }

        return false;
    }
}
