using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;
using static PostHogProxy.Rules.Judging.ClientFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// Finds personal (<c>phx_</c>) and project secret (<c>phs_</c>) keys in any text: a script, a page, the settings of an app. Both open a
/// project's data to whoever reads them. What is shown is four characters, never more.
/// </summary>
internal static class SecretKeys
{
    private const int PrefixLength = 4;

    // A real key has more than 30 letters and digits behind its prefix; a placeholder is shorter, is words, or is one letter repeated.
    private const int ShortestKey = 12;
    private const int FewestDifferent = 6;

    public static IReadOnlyList<Finding> Judge(string text, string where)
    {
        var findings = new List<Finding>();
        var at = Next(text, 0);
        while (at >= 0)
        {
            var end = at + PrefixLength;
            while (end < text.Length && ProjectToken.IsTokenCharacter(text[end]))
            {
                end++;
            }

            if ((at == 0 || !ProjectToken.IsTokenCharacter(text[at - 1])) && IsKey(text, at + PrefixLength, end))
            {
                findings.Add(Say(text.Substring(at, PrefixLength), new(at, end - at), where));
            }

            at = Next(text, end);
        }

        return findings;
    }

    /// <summary>The finding about a setting that holds a secret key, whatever it looks like behind its prefix; null where it holds none.</summary>
    public static Finding? JudgeValue(string? value, TextRange range, string where)
    {
        var key = value?.Trim() ?? "";
        return IsPrefix(key, 0) && key.Length > PrefixLength ? Say(key.Substring(0, PrefixLength), range, where) : null;
    }

    private static Finding Say(string prefix, TextRange range, string where) => SecretKey.Say(
        $"'{prefix}…' is a secret key. Everyone who sees it can read the project's data.",
        where,
        $"Revoke it in PostHog. In a page, write the project token, {ProjectToken.Prefix}…. On a server, keep the key in a secret store.") with
    {
        Range = range,
    };

    private static int Next(string text, int from)
    {
        for (var at = text.IndexOf("ph", from, StringComparison.Ordinal); at >= 0; at = text.IndexOf("ph", at + 2, StringComparison.Ordinal))
        {
            if (IsPrefix(text, at))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsPrefix(string text, int at) =>
        at + PrefixLength <= text.Length && text[at] == 'p' && text[at + 1] == 'h' && text[at + 2] is 'x' or 's' && text[at + 3] == '_';

    private static bool IsKey(string text, int start, int end)
    {
        if (end - start < ShortestKey)
        {
            return false;
        }

        var hasDigit = false;
        var different = new HashSet<char>();
        for (var i = start; i < end; i++)
        {
            if (text[i] is '_' or '-')
            {
                return false;
            }

            hasDigit |= text[i] is >= '0' and <= '9';
            different.Add(text[i]);
        }

        return hasDigit && different.Count >= FewestDifferent;
    }
}
