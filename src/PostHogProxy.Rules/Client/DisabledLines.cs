using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// The comment that silences a finding where <c>.editorconfig</c> does not reach: <c>posthog-proxy-disable-next-line PHX2003</c> on the
/// line above, in whatever comment the language has. Several ids are parted by spaces or commas; without an id it silences nothing.
/// </summary>
internal static class DisabledLines
{
    public const string Marker = "posthog-proxy-disable-next-line";

    private const int IdLength = 7;

    // Above a longer line nobody writes a comment: it is minified, and looking for its start at every finding would be quadratic.
    private const int LongestLine = 4000;

    public static bool Covers(string text, TextRange range, string id)
    {
        var lineStart = StartOfLine(text, Math.Min(Math.Max(range.Start, 0), text.Length));
        if (lineStart <= 0)
        {
            return false;
        }

        var end = lineStart - 1;
        if (end > 0 && text[end] == '\n' && text[end - 1] == '\r')
        {
            end--;
        }

        var start = StartOfLine(text, end);
        if (start < 0)
        {
            return false;
        }

        var marker = text.IndexOf(Marker, start, end - start, StringComparison.Ordinal);
        return marker >= 0 && Names(text, marker + Marker.Length, end, id);
    }

    private static bool Names(string text, int at, int end, string id)
    {
        while (true)
        {
            while (at < end && text[at] is ' ' or '\t' or ',')
            {
                at++;
            }

            if (!IsId(text, at, end))
            {
                return false;
            }

            if (string.Compare(text, at, id, 0, Math.Max(IdLength, id.Length), StringComparison.OrdinalIgnoreCase) == 0)
            {
                return true;
            }

            at += IdLength;
        }
    }

    private static bool IsId(string text, int at, int end)
    {
        if (end - at < IdLength || string.Compare(text, at, "PHX", 0, 3, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return false;
        }

        for (var i = at + 3; i < at + IdLength; i++)
        {
            if (text[i] is < '0' or > '9')
            {
                return false;
            }
        }

        return at + IdLength == end || !char.IsLetterOrDigit(text[at + IdLength]);
    }

    /// <summary>The start of the line that holds <paramref name="at"/>; -1 where the line is too long.</summary>
    private static int StartOfLine(string text, int at)
    {
        var stop = Math.Max(0, at - LongestLine);
        for (var i = at - 1; i >= stop; i--)
        {
            if (text[i] is '\n' or '\r')
            {
                return i + 1;
            }
        }

        return stop == 0 ? 0 : -1;
    }
}
