namespace PostHogProxy.Rules.Blocking;

/// <summary>One rule of a list, of those that can reach a request to the page's own site.</summary>
internal sealed class FilterRule
{
    // A longer pattern is none that a blocker takes, and would make matching slow; an expression may be nested as deep as it is long.
    private const int LongestPattern = 1024;
    private const int LongestRegex = 4096;

    private readonly RulePattern? _pattern;
    private readonly RuleRegex? _regex;
    private readonly RuleOptions _options;

    private FilterRule(string text, bool isException, string pattern, RuleOptions options)
    {
        Text = text;
        IsException = isException;
        _options = options;
        if (IsRegex(pattern))
        {
            var source = pattern.Substring(1, pattern.Length - 2);
            _regex = new(source, options.MindsCase);
            Literals = RuleRegex.Literals(source);
        }
        else
        {
            _pattern = RulePattern.Parse(pattern, options.MindsCase);
            Literals = _pattern.Literals;
        }
    }

    /// <summary>The line as it stands in the list.</summary>
    public string Text { get; }

    public bool IsException { get; }

    public bool IsImportant => _options.IsImportant;

    /// <summary>Whether the rule only takes back another one, the one of the same <see cref="Key"/>.</summary>
    public bool IsBadFilter => _options.IsBadFilter;

    public IEnumerable<string> Literals { get; }

    /// <summary>What two rules have in common of which one takes the other back.</summary>
    public string Key
    {
        get
        {
            var (pattern, options) = Split(IsException ? Text.Substring(2) : Text);
            var kept = options.Split(',').Where(option => option != "badfilter").OrderBy(option => option, StringComparer.Ordinal);
            return (IsException ? "@@" : "") + (IsRegex(pattern) ? pattern : pattern.ToLowerInvariant()) + "$" + string.Join(",", kept);
        }
    }

    /// <summary>Reads one line, trimmed, that is no comment; null where the rule cannot reach a request of ours, or is none at all.</summary>
    public static FilterRule? Parse(string line)
    {
        var isException = line.StartsWith("@@", StringComparison.Ordinal);
        var body = isException ? line.Substring(2) : line;
        if (body.Contains("$$") || body.Contains("$@$"))
        {
            return null;
        }

        var (pattern, optionText) = Split(body);
        var options = optionText.Length == 0 ? RuleOptions.None : RuleOptions.Parse(optionText, isException);
        if (options is null || (optionText.Length == 0 && pattern.Trim('|', '*').Length < 2) || IsUnusable(pattern))
        {
            return null;
        }

        return IsRegex(pattern) || !NamesHost(pattern) ? new(line, isException, pattern, options) : null;
    }

    public bool Matches(RequestUrl url) => _options.Allows(url) && (_pattern?.Matches(url) ?? _regex!.Matches(url));

    // The last dollar that can open options: within a regular expression it stands before a slash, a bar or a bracket.
    private static (string Pattern, string Options) Split(string body)
    {
        for (var at = body.Length - 2; at >= 0; at--)
        {
            if (body[at] == '$' && body[at + 1] is not (')' or '/' or '|') && (at == 0 || body[at - 1] != '\\'))
            {
                return (body.Substring(0, at), body.Substring(at + 1));
            }
        }

        return (body, "");
    }

    private static bool IsRegex(string pattern) => pattern.Length > 2 && pattern[0] == '/' && pattern[pattern.Length - 1] == '/';

    private static bool IsUnusable(string pattern)
    {
        if (pattern.Length > (IsRegex(pattern) ? LongestRegex : LongestPattern))
        {
            return true;
        }

        // White space is for the hosts format, control characters for nobody, and what is not ASCII stands encoded in an address.
        foreach (var c in pattern)
        {
            if (c is <= ' ' or > '~')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether only requests to a host of a given name can match: <c>||shop.example^</c>, <c>||shop.example/x</c>, or the bare name. A first
    /// label alone (<c>||ads.</c>) names no host.
    /// </summary>
    public static bool NamesHost(string pattern)
    {
        var isAnchored = pattern.StartsWith("||", StringComparison.Ordinal);
        var start = isAnchored ? 2 : 0;
        var at = start;
        var dots = 0;
        for (; at < pattern.Length && IsHostCharacter(pattern[at]); at++)
        {
            dots += pattern[at] == '.' && at + 1 < pattern.Length && IsHostCharacter(pattern[at + 1]) ? 1 : 0;
        }

        if (isAnchored)
        {
            return at > start && (dots > 0 || (at < pattern.Length && pattern[at] is '^' or '/' or ':' or '?'));
        }

        // Nothing but a name, of at least two characters, between letters or digits: what blockers take from lists of hosts.
        return at == pattern.Length && at > 1 && char.IsLetterOrDigit(pattern[0]) && char.IsLetterOrDigit(pattern[at - 1])
            && !pattern.Contains("..");
    }

    private static bool IsHostCharacter(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_';
}
