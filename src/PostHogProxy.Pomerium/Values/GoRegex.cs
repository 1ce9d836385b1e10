using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Values;

/// <summary>
/// A regular expression of Go or RE2, as far as .NET can be made to read it the same way. What the two read differently is unknown
/// (<see cref="IsUnknown"/>) and never guessed; what RE2 does not compile never matches, and Pomerium says nothing about it.
/// </summary>
internal sealed class GoRegex
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    private readonly string? _pattern;
    private readonly Regex? _whole;

    private GoRegex(string? pattern, bool isUnknown)
    {
        IsUnknown = isUnknown;
        try
        {
            _pattern = pattern;
            _whole = pattern is null ? null : new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, Limit);
        }
        catch (ArgumentException)
        {
            // What is left after the translation, such as an unbalanced parenthesis, neither engine compiles.
            _pattern = null;
        }
    }

    public bool IsUnknown { get; }

    /// <summary>Whether RE2 does not compile it.</summary>
    public bool IsBroken => !IsUnknown && _whole is null;

    public static GoRegex Parse(string pattern)
    {
        var translated = GoRegexTranslation.Translate(pattern, out var isUnknown);
        return new(translated, isUnknown);
    }

    /// <summary>Whether the whole text matches, as for Envoy's route matches; null where that is unknown.</summary>
    public bool? MatchesAll(string text)
    {
        if (IsUnknown)
        {
            return null;
        }

        try
        {
            return _whole?.IsMatch(text) ?? false;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Every match replaced, as Envoy's regex rewrite does; null where that is unknown. <c>\1</c> stands for a group, <c>\0</c> for the match.</summary>
    public string? Replace(string text, string substitution)
    {
        if (_pattern is null)
        {
            return IsUnknown ? null : text;
        }

        try
        {
            var emptyMatch = false;
            var result = Regex.Replace(
                text,
                _pattern,
                match =>
                {
                    emptyMatch |= match.Length == 0;
                    return Fill(match, substitution);
                },
                RegexOptions.CultureInvariant,
                Limit);

            // The engines step on differently after a match of nothing.
            return emptyMatch ? null : result;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string Fill(Match match, string substitution)
    {
        var filled = new StringBuilder();
        for (var i = 0; i < substitution.Length; i++)
        {
            if (substitution[i] != '\\' || i + 1 == substitution.Length)
            {
                filled.Append(substitution[i]);
                continue;
            }

            var next = substitution[++i];
            filled.Append(next is >= '0' and <= '9' ? match.Groups[int.Parse(next.ToString(), CultureInfo.InvariantCulture)].Value : next.ToString());
        }

        return filled.ToString();
    }
}
