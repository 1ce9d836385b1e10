using System.Globalization;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>What Pomerium makes of a single value: go-yaml gives it a type, viper's weak decoding bends that to the option's.</summary>
internal static class ScalarValue
{
    /// <summary>The boolean; null where Pomerium cannot make one of it and does not load the file.</summary>
    public static bool? Flag(ScalarNode node)
    {
        switch (node.Value)
        {
            case "true" or "True" or "TRUE" or "t" or "T" or "1":
                return true;
            case "false" or "False" or "FALSE" or "f" or "F" or "0":
                return false;
            case "" when !node.IsPlain:
                return false;
        }

        // A number without quotes is true unless it is zero; in quotes only 0 and 1 are booleans.
        return node.IsPlain && Number(node) is { } number ? number != 0 : null;
    }

    /// <summary>The duration; null where Pomerium cannot make one of it. <paramref name="nanoseconds"/>: a bare number, which is hardly meant.</summary>
    public static TimeSpan? Duration(ScalarNode node, out bool nanoseconds)
    {
        nanoseconds = false;
        if (node.IsPlain && Number(node) is { } number)
        {
            nanoseconds = number != 0;
            return Span(number / 100);
        }

        return GoDuration(node.Value);
    }

    private static double? Number(ScalarNode node) =>
        double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) && !double.IsInfinity(number)
            ? number
            : null;

    // Go's time.ParseDuration: a sign, then numbers with units without spaces; "0" needs none.
    private static TimeSpan? GoDuration(string text)
    {
        var sign = text.Length > 0 && text[0] == '-' ? -1 : 1;
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        if (text.Length - at == 1 && text[at] == '0')
        {
            return TimeSpan.Zero;
        }

        if (at == text.Length)
        {
            return null;
        }

        double ticks = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (text[at] is >= '0' and <= '9' or '.'))
            {
                at++;
            }

            var digits = text.Substring(start, at - start);
            if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || Unit(text, ref at) is not { } unit)
            {
                return null;
            }

            ticks += number * unit;
        }

        return Span(sign * ticks);
    }

    private static double? Unit(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (>= '0' and <= '9' or '.'))
        {
            at++;
        }

        return text.Substring(start, at - start) switch
        {
            "ns" => 0.01,
            "us" or "\u00b5s" or "\u03bcs" => 10,
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => null,
        };
    }

    private static TimeSpan? Span(double ticks) =>
        ticks is > long.MinValue and < long.MaxValue ? new TimeSpan((long)ticks) : null;
}
