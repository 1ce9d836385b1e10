namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// A filter list, compiled: of tens of thousands of rules the few thousand that can reach a request to the page's own site. Immutable
/// once parsed. A line that cannot be read is passed over, as blockers do.
/// </summary>
internal sealed class FilterList
{
    private const int LinesBetweenLooks = 4096;

    private readonly RuleIndex _blocking = new();
    private readonly RuleIndex _excepting = new();
    private readonly HashSet<string> _takenBack = new(StringComparer.Ordinal);

    private FilterList(string name) => Name = name;

    /// <summary>The title the list gives itself, else the name it was given.</summary>
    public string Name { get; private set; }

    /// <summary>The day of the list, as in <c>2026-08-22</c>; null where it does not say.</summary>
    public string? Date { get; private set; }

    /// <summary>How many rules were kept.</summary>
    public int Count => _blocking.Count + _excepting.Count;

    public static FilterList Parse(string text, string fallbackName, CancellationToken cancellationToken = default)
    {
        var list = new FilterList(fallbackName);
        var header = new ListHeader();
        var conditions = new ListConditions();
        var lines = 0;
        for (int start = 0, next; start < text.Length; start = next)
        {
            if (++lines % LinesBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var newline = text.IndexOf('\n', start);
            var end = newline < 0 ? text.Length : newline;
            next = end + 1;
            while (start < end && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            while (end > start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            if (start < end)
            {
                list.Read(text, start, end, header, conditions);
            }
        }

        list.Name = header.Title ?? fallbackName;
        list.Date = header.Date;
        return list;
    }

    /// <summary>Every blocking rule that matches, exceptions not yet heard.</summary>
    public IEnumerable<FilterRule> Blocking(RequestUrl url) => _blocking.Matching(url);

    /// <summary>Every exception that matches.</summary>
    public IEnumerable<FilterRule> Excepting(RequestUrl url) => _excepting.Matching(url);

    /// <summary>Whether a rule, of this list or another, is taken back here.</summary>
    public bool TakesBack(FilterRule rule) => _takenBack.Count > 0 && _takenBack.Contains(rule.Key);

    private void Read(string text, int start, int end, ListHeader header, ListConditions conditions)
    {
        if (text[start] == '!')
        {
            if (start + 1 < end && text[start + 1] == '#')
            {
                conditions.Read(text.Substring(start, end - start));
            }
            else if (Count == 0)
            {
                header.Read(text.Substring(start, end - start));
            }

            return;
        }

        if (!conditions.IsIncluded || IsNoneOfOurs(text, start, end))
        {
            return;
        }

        if (FilterRule.Parse(text.Substring(start, end - start)) is not { } rule)
        {
            return;
        }

        if (rule.IsBadFilter)
        {
            _takenBack.Add(rule.Key);
        }
        else
        {
            (rule.IsException ? _excepting : _blocking).Add(rule);
        }
    }

    /// <summary>
    /// Tells most lines without a copy: headers, comments in the style of hosts files, rules about a page's elements
    /// (<c>##</c>, <c>#@#</c>, <c>#?#</c>, <c>#$#</c>, <c>#%#</c>, and mixtures) and rules bound to a named host.
    /// </summary>
    private static bool IsNoneOfOurs(string text, int start, int end)
    {
        if (text[start] is '[' or '#')
        {
            return true;
        }

        var host = text[start] == '@' && start + 1 < end && text[start + 1] == '@' ? start + 2 : start;
        if (host + 2 < end && text[host] == '|' && text[host + 1] == '|')
        {
            for (var at = host + 2; at < end; at++)
            {
                var c = text[at];
                if (c is '^' or '/')
                {
                    return true;
                }

                if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or '_'))
                {
                    break;
                }
            }
        }

        for (var at = text.IndexOf('#', start, end - start); at >= 0; at = text.IndexOf('#', at + 1, end - at - 1))
        {
            var close = at + 1;
            while (close < end && close < at + 4 && text[close] is '@' or '$' or '?' or '%')
            {
                close++;
            }

            if (close < end && text[close] == '#')
            {
                return true;
            }
        }

        return false;
    }
}
