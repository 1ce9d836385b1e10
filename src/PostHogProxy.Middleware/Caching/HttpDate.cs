using System.Globalization;

namespace PostHogProxy.Caching;

/// <summary>
/// Reads the three forms of a date that HTTP has (RFC 9110, 5.6.7), in any case of letters, and no other: a cache that guesses at the rest would
/// keep what has run out (RFC 9111, 4.2 and 5.3).
/// </summary>
internal static class HttpDate
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    // Fixed, RFC 850 (its year has two digits and is read apart), asctime.
    private const string Fixed = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
    private const string Old = "dd-MMM-yyyy HH:mm:ss 'GMT'";
    private static readonly string[] Asctime = ["ddd MMM  d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy"];

    /// <summary>Null where it is none.</summary>
    /// <param name="text">The header's value.</param>
    /// <param name="now">The time by which a year of two digits is read.</param>
    public static DateTimeOffset? Of(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        var written = text.EndsWith("GMT", StringComparison.OrdinalIgnoreCase) ? $"{text.AsSpan(0, text.Length - 3)}GMT" : text;
        return Exact(written, Fixed) ?? OfTwoDigitYear(written, now) ?? Exact(written, Asctime);
    }

    /// <summary>As HTTP writes it.</summary>
    public static string Text(DateTimeOffset time) => time.ToString("r", CultureInfo.InvariantCulture);

    // "Sunday, 06-Nov-94 08:49:37 GMT". What would be more than 50 years ahead is of the century before.
    private static DateTimeOffset? OfTwoDigitYear(string text, DateTimeOffset now)
    {
        var comma = text.IndexOf(", ", StringComparison.Ordinal);
        if (comma < 0 || text.Length - comma != "06-Nov-94 08:49:37 GMT".Length + 2 || !Days.Contains(text[..comma], StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var date = text.AsSpan(comma + 2);
        var century = now.Year / 100;
        if (Exact($"{date[..7]}{century}{date[7..]}", Old) is not { } read)
        {
            return null;
        }

        return read > now.AddYears(50) ? read.AddYears(-100) : read;
    }

    private static DateTimeOffset? Exact(string text, params string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
