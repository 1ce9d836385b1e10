using System.Text;

namespace PostHogProxy.Pomerium.Values;

/// <summary>
/// From RE2's syntax to .NET's, for what both have: literals, classes, groups, alternatives, repetitions, anchors. Classes such as
/// <c>\d</c> are ASCII in RE2 and are written out.
/// </summary>
internal static class GoRegexTranslation
{
    // What RE2 does not have (P:google/re2 syntax): it refuses the expression, which then matches nothing.
    private static readonly string[] Refused = ["?=", "?!", "?<=", "?<!", "?>", "?(", "?#"];

    /// <summary>The translation; null where RE2 does not compile the expression or, with <paramref name="isUnknown"/>, where nobody knows.</summary>
    public static string? Translate(string pattern, out bool isUnknown)
    {
        isUnknown = pattern.Length > 2_000;
        var result = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length && !isUnknown; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    if (i + 1 == pattern.Length || pattern[i + 1] is >= '1' and <= '9')
                    {
                        return null;
                    }

                    isUnknown = !Escape(pattern[++i], result, inClass: false);
                    break;
                case '[':
                    i = Class(pattern, i, result, ref isUnknown);
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?':
                    if (Refused.Any(group => string.CompareOrdinal(pattern, i + 1, group, 0, group.Length) == 0))
                    {
                        return null;
                    }

                    i = Group(pattern, i, result, ref isUnknown);
                    break;
                case '{' when HasTooManyRepetitions(pattern, i):
                    return null;
                case '$':
                    result.Append(@"\z");
                    break;
                default:
                    result.Append(pattern[i]);
                    break;
            }
        }

        return isUnknown ? null : result.ToString();
    }

    // RE2 refuses more than 1000. A brace that is no repetition is a letter in both.
    private static bool HasTooManyRepetitions(string pattern, int brace)
    {
        var number = 0;
        for (var i = brace + 1; i < pattern.Length && (pattern[i] is >= '0' and <= '9' or ','); i++)
        {
            number = pattern[i] == ',' ? 0 : Math.Min(10_000, (number * 10) + pattern[i] - '0');
            if (number > 1000)
            {
                return pattern.IndexOf('}', i) >= 0;
            }
        }

        return false;
    }

    // (?: as it is, (?P<name> and (?<name> as .NET's, the flags i and s; others are unknown.
    private static int Group(string pattern, int i, StringBuilder result, ref bool isUnknown)
    {
        if (string.CompareOrdinal(pattern, i, "(?:", 0, 3) == 0)
        {
            result.Append("(?:");
            return i + 2;
        }

        if (string.CompareOrdinal(pattern, i, "(?P<", 0, 4) == 0 || string.CompareOrdinal(pattern, i, "(?<", 0, 3) == 0)
        {
            // Named and unnamed groups are numbered together in RE2, named ones last in .NET: as a plain group it has RE2's number.
            var end = pattern.IndexOf('>', i);
            isUnknown = end < 0;
            result.Append('(');
            return Math.Max(i, end);
        }

        var close = pattern.IndexOfAny([')', ':'], i);
        var flags = close < 0 ? "" : pattern.Substring(i + 2, close - i - 2);
        isUnknown = flags is not ("i" or "s" or "is" or "si");
        result.Append("(?").Append(flags).Append(close < 0 ? "" : pattern.Substring(close, 1));
        return Math.Max(i, close);
    }

    private static int Class(string pattern, int start, StringBuilder result, ref bool isUnknown)
    {
        result.Append('[');
        var i = start + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            result.Append('^');
            i++;
        }

        for (var first = true; i < pattern.Length && (pattern[i] != ']' || first) && !isUnknown; i++, first = false)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length:
                    isUnknown = !Escape(pattern[++i], result, inClass: true);
                    break;
                case '[' or ']' or '\\':
                    // [[:alpha:]] is a class in RE2, a bracket in .NET; []] is neither's plainest form.
                    isUnknown = true;
                    break;
                default:
                    result.Append(pattern[i]);
                    break;
            }
        }

        isUnknown |= i >= pattern.Length;
        result.Append(']');
        return i;
    }

    private static bool Escape(char c, StringBuilder result, bool inClass)
    {
        var ascii = c switch
        {
            'd' => "0-9",
            'w' => "0-9A-Za-z_",
            's' => "\\t\\n\\f\\r ",
            _ => null,
        };
        if (ascii is not null)
        {
            result.Append(inClass ? ascii : $"[{ascii}]");
            return true;
        }

        var none = c switch { 'D' => "[^0-9]", 'W' => "[^0-9A-Za-z_]", 'S' => "[^\\t\\n\\f\\r ]", 'A' => "\\A", 'z' => "\\z", _ => null };
        if (none is not null && !inClass)
        {
            result.Append(none);
            return true;
        }

        // Punctuation stands for itself, a few letters for control characters. \b, \p, \Q, \C, \x and the rest differ.
        if (c is 't' or 'n' or 'f' or 'r' or 'v' || (c < 128 && !char.IsLetterOrDigit(c)))
        {
            result.Append('\\').Append(c);
            return true;
        }

        return false;
    }
}
