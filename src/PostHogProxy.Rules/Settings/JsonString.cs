using System.Text;

namespace PostHogProxy.Rules.Settings;

/// <summary>A string of a JSON text.</summary>
internal static class JsonString
{
    /// <summary>The place after the closing quote of the string whose opening quote is at <paramref name="start"/>; -1 where it has none.</summary>
    public static int EndOf(string text, int start)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    return at + 1;
                case '\\':
                    at++;
                    break;
                case < ' ':
                    return -1;
            }
        }

        return -1;
    }

    /// <summary>What stands between two places, escapes resolved; null where one is none.</summary>
    public static string? Decode(string text, int start, int end)
    {
        if (text.IndexOf('\\', start, end - start) < 0)
        {
            return text.Substring(start, end - start);
        }

        var decoded = new StringBuilder(end - start);
        for (var at = start; at < end; at++)
        {
            if (text[at] != '\\')
            {
                decoded.Append(text[at]);
                continue;
            }

            at++;
            if (text[at] == 'u')
            {
                if (at + 4 >= end || CodeUnit(text, at + 1) is not { } unit)
                {
                    return null;
                }

                decoded.Append(unit);
                at += 4;
            }
            else if (Escaped(text[at]) is { } c)
            {
                decoded.Append(c);
            }
            else
            {
                return null;
            }
        }

        return decoded.ToString();
    }

    private static char? CodeUnit(string text, int start)
    {
        var unit = 0;
        for (var at = start; at < start + 4; at++)
        {
            var digit = text[at] switch
            {
                >= '0' and <= '9' => text[at] - '0',
                >= 'a' and <= 'f' => text[at] - 'a' + 10,
                >= 'A' and <= 'F' => text[at] - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return null;
            }

            unit = (unit << 4) | digit;
        }

        return (char)unit;
    }

    private static char? Escaped(char letter) => letter switch
    {
        '"' or '\\' or '/' => letter,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => null,
    };
}
