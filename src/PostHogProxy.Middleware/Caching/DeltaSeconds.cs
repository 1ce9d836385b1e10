namespace PostHogProxy.Caching;

/// <summary>Reads a number of seconds as RFC 9111 (1.2.2) has it: digits and nothing else, and more than anybody can count is very long.</summary>
internal static class DeltaSeconds
{
    /// <summary>What a number stands for that is larger than this, and the largest that is written.</summary>
    public const long Largest = 1L << 31;

    /// <summary>Null where the text is no number of seconds.</summary>
    public static TimeSpan? Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }

        long seconds = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return null;
            }

            seconds = Math.Min((seconds * 10) + (c - '0'), Largest);
        }

        return TimeSpan.FromSeconds(seconds);
    }

    /// <summary>
    /// The age that an answer came with. Of a list the first counts, and what is no number says nothing (RFC 9111, 5.1).
    /// </summary>
    public static TimeSpan Age(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues(Microsoft.Net.Http.Headers.HeaderNames.Age, out var values))
        {
            return TimeSpan.Zero;
        }

        foreach (var value in values)
        {
            var end = value.IndexOf(',');
            return Of((end < 0 ? value : value.AsSpan(0, end)).Trim(" \t")) ?? TimeSpan.Zero;
        }

        return TimeSpan.Zero;
    }
}
