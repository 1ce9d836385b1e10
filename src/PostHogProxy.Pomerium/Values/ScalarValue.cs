using System.Globalization;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Values;

/// <summary>What Pomerium makes of a single value: go-yaml gives it a type, viper's weak decoding (mapstructure) bends that to the option's.</summary>
internal static class ScalarValue
{
    /// <summary>The text; null where there is none or the value is a date.</summary>
    public static string? Text(ScalarNode node) => GoScalar.Of(node) is { Kind: not (GoKind.Null or GoKind.Time), Text: var text } ? text : null;

    /// <summary>The boolean; null where Pomerium cannot make one of it and does not load the file.</summary>
    public static bool? Flag(ScalarNode node)
    {
        var scalar = GoScalar.Of(node);
        return scalar.Kind switch
        {
            GoKind.Flag or GoKind.Integer or GoKind.Float => scalar.Number != 0,
            GoKind.Text => FlagOf(scalar.Text),
            _ => null,
        };
    }

    /// <summary>The duration; null where Pomerium cannot make one of it. <paramref name="nanoseconds"/>: a bare number, which is hardly meant.</summary>
    public static TimeSpan? Duration(ScalarNode node, out bool nanoseconds)
    {
        nanoseconds = false;
        var scalar = GoScalar.Of(node);
        if (scalar.Kind is GoKind.Integer or GoKind.Float or GoKind.Flag)
        {
            nanoseconds = scalar.Number != 0;
            return Span(scalar.Number / 100);
        }

        return scalar.Kind == GoKind.Text ? GoDuration(scalar.Text) : null;
    }

    // strconv.ParseBool, and the empty text.
    private static bool? FlagOf(string text) => text switch
    {
        "true" or "True" or "TRUE" or "t" or "T" or "1" => true,
        "false" or "False" or "FALSE" or "f" or "F" or "0" or "" => false,
        _ => null,
    };

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

    // Go's Duration has 64 bits of nanoseconds: 292 years.
    private static TimeSpan? Span(double ticks) =>
        Math.Abs(ticks) <= long.MaxValue / 100 ? new TimeSpan((long)ticks) : null;
}
