using System.Globalization;

namespace PostHogProxy.Pomerium.Values;

/// <summary>Numbers as Go's strconv reads them.</summary>
internal static class GoNumber
{
    /// <summary>
    /// ParseInt or ParseUint with base 0 and 64 bits: 0x, 0o, 0b and a leading 0 name the base, and underscores may stand between digits.
    /// </summary>
    public static decimal? Integer(string text)
    {
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = text.Substring(at);
        var radix = 10;
        if (digits.Length > 1 && digits[0] == '0')
        {
            radix = digits[1] switch { 'x' or 'X' => 16, 'b' or 'B' => 2, 'o' or 'O' => 8, _ => 8 };
            digits = digits.Substring(digits[1] is >= '0' and <= '9' or '_' ? 1 : 2);
            if (digits.Length > 0 && digits[0] == '_')
            {
                digits = digits.Substring(1);
            }
        }

        if (digits.Length == 0 || digits[digits.Length - 1] == '_' || digits[0] == '_' || digits.Contains("__"))
        {
            return null;
        }

        decimal value = 0;
        foreach (var digit in digits)
        {
            if (digit == '_')
            {
                continue;
            }

            var number = digit switch { >= '0' and <= '9' => digit - '0', >= 'a' and <= 'f' => digit - 'a' + 10, >= 'A' and <= 'F' => digit - 'A' + 10, _ => 99 };
            if (number >= radix || (value = (value * radix) + number) > ulong.MaxValue)
            {
                return null;
            }
        }

        // A sign makes a signed number of it.
        return at == 1 && (text[0] == '-' ? value > 9223372036854775808m : value > long.MaxValue) ? null : text.Length > 0 && text[0] == '-' ? -value : value;
    }

    /// <summary>A number with a point or an exponent, as YAML writes it.</summary>
    public static double? Float(string text)
    {
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var digits = false;
        for (var i = at; i < text.Length; i++)
        {
            digits |= text[i] is >= '0' and <= '9';
            if (text[i] is not (>= '0' and <= '9' or '.' or 'e' or 'E' or '+' or '-'))
            {
                return null;
            }
        }

        return digits && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) ? number : null;
    }
}
