namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// The pattern of a rule that is no regular expression: pieces of text with anything between them. <c>^</c> stands for one character that
/// is none of letters, digits and <c>%.-_</c>, or for the end.
/// </summary>
internal sealed class RulePattern
{
    private readonly string[] _pieces;
    private readonly bool _isAtHost;
    private readonly bool _isAtStart;
    private readonly bool _isAtEnd;
    private readonly bool _mindsCase;

    private RulePattern(string[] pieces, bool isAtHost, bool isAtStart, bool isAtEnd, bool mindsCase)
    {
        _pieces = pieces;
        _isAtHost = isAtHost;
        _isAtStart = isAtStart;
        _isAtEnd = isAtEnd;
        _mindsCase = mindsCase;
    }

    /// <summary>What must stand in every address that matches, in lower case and without <c>^</c>.</summary>
    public IEnumerable<string> Literals => _pieces.SelectMany(piece => piece.ToLowerInvariant().Split('^'));

    public static RulePattern Parse(string text, bool mindsCase)
    {
        int start = 0, end = text.Length;
        bool isAtHost = false, isAtStart = false, isAtEnd = false;
        if (text.StartsWith("||", StringComparison.Ordinal))
        {
            start = 2;
            isAtHost = start < end && IsWordCharacter(text[start]);
        }
        else if (end > 0 && text[0] == '|')
        {
            start = 1;
            isAtStart = start < end && IsWordCharacter(text[start]);
        }

        if (end > start && text[end - 1] == '|')
        {
            end--;
            isAtEnd = end > start && text[end - 1] != '*';
        }

        // A separator behind a wildcard finds one, or the end: it says nothing.
        while (!isAtEnd && end > start && (text[end - 1] == '*' || (text[end - 1] == '^' && end - 1 > start && text[end - 2] == '*')))
        {
            end--;
        }

        var body = text.Substring(start, end - start);
        var pieces = (mindsCase ? body : body.ToLowerInvariant()).Split(['*'], StringSplitOptions.RemoveEmptyEntries);
        return new(pieces, isAtHost, isAtStart, isAtEnd && pieces.Length > 0, mindsCase);
    }

    /// <summary>
    /// Each piece at the first place where it fits: with nothing but wildcards between pieces, no later place could do better, so nothing is
    /// ever tried twice.
    /// </summary>
    public bool Matches(RequestUrl url)
    {
        var text = _mindsCase ? url.Text : url.Lower;
        if (_pieces.Length == 0)
        {
            return true;
        }

        if (_isAtStart)
        {
            return MatchesFrom(text, 0);
        }

        if (!_isAtHost)
        {
            return MatchesRest(text, 0, 0);
        }

        for (var at = RequestUrl.HostStart; at < url.HostEnd; at++)
        {
            if ((at == RequestUrl.HostStart || text[at - 1] == '.') && MatchesFrom(text, at))
            {
                return true;
            }
        }

        return false;
    }

    private bool MatchesFrom(string text, int at)
    {
        var end = EndOf(_pieces[0], text, at);
        return end >= 0 && (_pieces.Length > 1 ? MatchesRest(text, end, 1) : !_isAtEnd || end == text.Length);
    }

    private bool MatchesRest(string text, int from, int first)
    {
        for (var i = first; i < _pieces.Length; i++)
        {
            from = _isAtEnd && i == _pieces.Length - 1 ? EndOfLast(_pieces[i], text, from) : EndOfFirst(_pieces[i], text, from);
            if (from < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int EndOfFirst(string piece, string text, int from)
    {
        var isSeparator = piece[0] == '^';
        for (var at = from; at <= text.Length; at++)
        {
            if (!isSeparator)
            {
                at = text.IndexOf(piece[0], at);
                if (at < 0)
                {
                    return -1;
                }
            }

            var end = EndOf(piece, text, at);
            if (end >= 0)
            {
                return end;
            }
        }

        return -1;
    }

    private static int EndOfLast(string piece, string text, int from)
    {
        for (var at = Math.Max(from, text.Length - piece.Length); at <= text.Length; at++)
        {
            if (EndOf(piece, text, at) == text.Length)
            {
                return text.Length;
            }
        }

        return -1;
    }

    /// <summary>Where the piece ends that starts at <paramref name="at"/>; -1 where it does not fit.</summary>
    private static int EndOf(string piece, string text, int at)
    {
        foreach (var c in piece)
        {
            if (at == text.Length)
            {
                if (c != '^')
                {
                    return -1;
                }

                continue;
            }

            if (c == '^' ? !IsSeparator(text[at]) : text[at] != c)
            {
                return -1;
            }

            at++;
        }

        return at;
    }

    private static bool IsSeparator(char c) => !(IsWordCharacter(c) || c is '.' or '-' or '_');

    private static bool IsWordCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '%';
}
