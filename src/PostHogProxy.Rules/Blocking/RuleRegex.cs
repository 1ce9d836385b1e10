using System.Text;
using System.Text.RegularExpressions;

namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// A rule's regular expression. It was written for browsers; what .NET does not read, or what takes too long once, never matches again.
/// </summary>
internal sealed class RuleRegex(string source, bool mindsCase)
{
    // An address has a few hundred characters: an honest expression needs microseconds, a loaded machine may pause a while.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private static readonly Regex Nothing = new("(?!)", RegexOptions.CultureInvariant, Limit);

    // Made when an address first comes near it: most never are. Two threads may make it twice, which harms nothing.
    private Regex? _regex;

    public bool Matches(RequestUrl url)
    {
        try
        {
            return (_regex ??= Make()).IsMatch(url.Text);
        }
        catch (RegexMatchTimeoutException)
        {
            _regex = Nothing;
            return false;
        }
    }

    private Regex Make()
    {
        try
        {
            var options = RegexOptions.CultureInvariant | (mindsCase ? RegexOptions.None : RegexOptions.IgnoreCase);
            return new(source, options, Limit);
        }
        catch (ArgumentException)
        {
            return Nothing;
        }
    }

    /// <summary>
    /// Texts, in lower case, that stand in whatever the expression matches: runs of plain characters outside every group and class, and not
    /// followed by a quantifier that lets them be absent. None where the top level has a choice.
    /// </summary>
    public static IEnumerable<string> Literals(string source)
    {
        List<string> runs = [];
        var run = new StringBuilder();
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '|':
                    return [];
                case '[':
                    i = EndOfClass(source, i);
                    Close();
                    break;
                case '(':
                    i = EndOfGroup(source, i);
                    Close();
                    break;
                case '?' or '*' or '{':
                    run.Length = Math.Max(0, run.Length - 1);
                    Close();
                    i = source[i] == '{' ? EndOf(source, i, '}') : i;
                    break;
                case '.' or '+' or '^' or '$':
                    Close();
                    break;
                case '\\' when i + 1 < source.Length && !char.IsLetterOrDigit(source[i + 1]):
                    run.Append(source[++i]);
                    break;
                case '\\' when i + 1 < source.Length && source[i + 1] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'b' or 'B':
                    i++;
                    Close();
                    break;
                case '\\':
                    // An escape by number or name, whose digits and letters are no text.
                    return [];
                case var plain:
                    run.Append(plain);
                    break;
            }
        }

        Close();
        return runs;

        void Close()
        {
            if (run.Length > 0)
            {
                runs.Add(run.ToString().ToLowerInvariant());
                run.Clear();
            }
        }
    }

    private static int EndOf(string source, int from, char last)
    {
        var end = source.IndexOf(last, from);
        return end < 0 ? source.Length : end;
    }

    private static int EndOfClass(string source, int from)
    {
        for (var i = from + 1; i < source.Length; i++)
        {
            if (source[i] == '\\')
            {
                i++;
            }
            else if (source[i] == ']')
            {
                return i;
            }
        }

        return source.Length;
    }

    private static int EndOfGroup(string source, int from)
    {
        var depth = 0;
        for (var i = from; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    i = EndOfClass(source, i);
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i;
            }
        }

        return source.Length;
    }
}
