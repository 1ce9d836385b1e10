using System.Text;

namespace PostHogProxy.Rules.Client;

/// <summary>What a string literal of JavaScript says, its escapes decoded.</summary>
internal static class StringEscapes
{
    private const string Letters = "nrtbfv";
    private const string Meant = "\n\r\t\b\f\v";

    public static string Decode(string text, int start, int length)
    {
        var raw = text.Substring(start, length);
        if (raw.IndexOf('\\') < 0)
        {
            return raw;
        }

        var decoded = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length)
            {
                i = Decode(raw, i + 1, decoded);
            }
            else
            {
                decoded.Append(raw[i]);
            }
        }

        return decoded.ToString();
    }

    /// <summary>Decodes the escape whose letter is at <paramref name="at"/>; gives its last character.</summary>
    private static int Decode(string raw, int at, StringBuilder decoded)
    {
        switch (raw[at])
        {
            case var letter when Letters.IndexOf(letter) is >= 0 and var known:
                decoded.Append(Meant[known]);
                return at;
            case '0' when at + 1 == raw.Length || raw[at + 1] is < '0' or > '9':
                decoded.Append('\0');
                return at;
            case '\r' when at + 1 < raw.Length && raw[at + 1] == '\n':
                return at + 1;
            case '\n' or '\r' or '\u2028' or '\u2029':
                return at;
            case 'x' when Hex(raw, at + 1, 2) is { } code:
                decoded.Append((char)code);
                return at + 2;
            case 'u' when Hex(raw, at + 1, 4) is { } code:
                decoded.Append((char)code);
                return at + 4;
            case 'u' when at + 1 < raw.Length && raw[at + 1] == '{':
                var close = raw.IndexOf('}', at);
                var digits = close - at - 2;
                if (digits is > 0 and <= 6 && Hex(raw, at + 2, digits) is { } point && point <= 0x10FFFF)
                {
                    // Half a pair is a character of JavaScript.
                    decoded.Append(point > char.MaxValue ? char.ConvertFromUtf32(point) : ((char)point).ToString());
                    return close;
                }

                break;
        }

        decoded.Append(raw[at]);
        return at;
    }

    private static int? Hex(string raw, int start, int length)
    {
        var code = 0;
        for (var i = start; i < start + length; i++)
        {
            var digit = i < raw.Length ? "0123456789abcdef".IndexOf(char.ToLowerInvariant(raw[i])) : -1;
            if (digit < 0)
            {
                return null;
            }

            code = (code * 16) + digit;
        }

        return code;
    }
}
