using System.Globalization;

namespace PostHogProxy.Analyzers.Client;

/// <summary>How a string of C# writes what it cannot hold as it is.</summary>
internal sealed class StringEscapes
{
    public static readonly StringEscapes None = new('\0');
    public static readonly StringEscapes Backslash = new('\\');
    public static readonly StringEscapes DoubledQuote = new('"');

    private readonly char _mark;

    private StringEscapes(char mark)
    {
        _mark = mark;
    }

    /// <summary>The text that stands at a place of the source, and how much of the source it takes.</summary>
    public (string Text, int Length) Read(string source, int at, int end, bool braces)
    {
        var c = source[at];
        if (c is '{' or '}' && braces && at + 1 < end && source[at + 1] == c)
        {
            return (c.ToString(), 2);
        }

        if (c != _mark || _mark == '\0' || at + 1 >= end)
        {
            return (c.ToString(), 1);
        }

        return _mark == '"' ? ("\"", source[at + 1] == '"' ? 2 : 1) : Escaped(source, at, end);
    }

    private static (string Text, int Length) Escaped(string source, int at, int end) => source[at + 1] switch
    {
        'n' => ("\n", 2),
        'r' => ("\r", 2),
        't' => ("\t", 2),
        '0' => ("\0", 2),
        'a' => ("\a", 2),
        'b' => ("\b", 2),
        'f' => ("\f", 2),
        'v' => ("\v", 2),
        'e' => ("\u001b", 2),
        'u' => Code(source, at, end, 4, 4),
        'U' => Code(source, at, end, 8, 8),
        'x' => Code(source, at, end, 1, 4),
        var other => (other.ToString(), 2),
    };

    private static (string Text, int Length) Code(string source, int at, int end, int fewest, int most)
    {
        var digits = 0;
        while (digits < most && at + 2 + digits < end && Uri.IsHexDigit(source[at + 2 + digits]))
        {
            digits++;
        }

        // What is no code point does not compile either; a question mark keeps the places right.
        return digits >= fewest
            && int.TryParse(source.Substring(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF)
            ? (char.ConvertFromUtf32(code), 2 + digits)
            : ("?", 2 + digits);
    }
}
