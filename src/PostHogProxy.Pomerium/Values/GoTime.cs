namespace PostHogProxy.Pomerium.Values;

/// <summary>Which values go-yaml v3 takes for a date (resolve.go, parseTimestamp). No option of Pomerium takes one.</summary>
internal static class GoTime
{
    public static bool Is(string text)
    {
        var at = 0;
        if (!Digits(text, ref at, 4, 4, 9999, out var year) || !Sign(text, ref at, '-')
            || !Digits(text, ref at, 1, 2, 12, out var month) || month == 0 || !Sign(text, ref at, '-')
            || !Digits(text, ref at, 1, 2, 31, out var day) || day == 0 || day > DateTime.DaysInMonth(Math.Max(1, year), month))
        {
            return false;
        }

        if (at == text.Length)
        {
            return true;
        }

        var separator = text[at++];
        if (separator is not ('T' or 't' or ' ')
            || !Digits(text, ref at, 1, 2, 23, out _) || !Sign(text, ref at, ':')
            || !Digits(text, ref at, 1, 2, 59, out _) || !Sign(text, ref at, ':')
            || !Digits(text, ref at, 1, 2, 59, out _))
        {
            return false;
        }

        if (at < text.Length && text[at] is '.' or ',')
        {
            at++;
            if (!Digits(text, ref at, 1, 9, int.MaxValue, out _))
            {
                return false;
            }
        }

        return separator == ' ' ? at == text.Length : IsZone(text, at);
    }

    private static bool IsZone(string text, int at)
    {
        if (at == text.Length - 1 && text[at] == 'Z')
        {
            return true;
        }

        return at < text.Length && text[at++] is '+' or '-'
            && Digits(text, ref at, 2, 2, 24, out _) && Sign(text, ref at, ':') && Digits(text, ref at, 2, 2, 60, out _) && at == text.Length;
    }

    private static bool Sign(string text, ref int at, char sign) => at < text.Length && text[at++] == sign;

    private static bool Digits(string text, ref int at, int least, int most, int largest, out int value)
    {
        var start = at;
        long number = 0;
        while (at < text.Length && at - start < most && text[at] is >= '0' and <= '9')
        {
            number = (number * 10) + text[at++] - '0';
        }

        value = (int)number;
        return at - start >= least && number <= largest;
    }
}
