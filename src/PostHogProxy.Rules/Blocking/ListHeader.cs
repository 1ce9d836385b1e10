using System.Globalization;

namespace PostHogProxy.Rules.Blocking;

/// <summary>What a list says of itself in the comments at its top.</summary>
internal sealed class ListHeader
{
    public string? Title { get; private set; }

    public string? Date { get; private set; }

    /// <summary>Takes a comment; the first of a kind counts, because a list may hold others that have headers too.</summary>
    public void Read(string line)
    {
        var colon = line.IndexOf(':');
        if (colon < 0)
        {
            return;
        }

        var value = line.Substring(colon + 1).Trim();
        switch (line.Substring(1, colon - 1).Trim().ToLowerInvariant())
        {
            case "title" when value.Length > 0:
                Title ??= value;
                break;
            case "last modified" or "timeupdated" or "last updated" or "version":
                Date ??= DateIn(value);
                break;
        }
    }

    // "Sat, 22 Aug 2026 07:18:10 +0000", "22 Aug 2026 07:18 UTC", "2026-03-20T10:16:09+00:00", and "202608220718" as a version.
    private static string? DateIn(string value)
    {
        if (value.Length == 12 && value.All(c => c is >= '0' and <= '9'))
        {
            return Day(value.Substring(0, 8), "yyyyMMdd");
        }

        if (value.Length >= 10 && value[4] == '-')
        {
            return Day(value.Substring(0, 10), "yyyy-MM-dd");
        }

        var comma = value.IndexOf(',');
        var words = value.Substring(comma + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 3 ? Day(string.Join(" ", words, 0, 3), "d MMM yyyy") : null;
    }

    private static string? Day(string text, string format) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;
}
