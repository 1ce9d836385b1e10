namespace PostHogProxy.Rules.Client;

/// <summary>White space, comments, names and operators.</summary>
internal sealed partial class ScriptLexer
{
    // Behind one of these names an expression starts: what follows may be a regular expression or an element.
    private static readonly HashSet<string> BeforeExpression =
    [
        "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "yield", "await", "default", "instanceof",
    ];

    public static bool IsBeforeExpression(ScriptTree tree, int index) => tree.IsAnyName(index, BeforeExpression);

    private static bool IsNameStart(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '$' or '#' || (c > 127 && char.IsLetter(c));

    private static bool IsNamePart(char c) => IsNameStart(c) || c is >= '0' and <= '9';

    private bool SkipSpace(char c)
    {
        if (c is '\n' or '\r' or '\u2028' or '\u2029')
        {
            _startsLine = true;
        }
        else if (!char.IsWhiteSpace(c) && c != '\uFEFF')
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool SkipComment(char c)
    {
        if (Starts("//") || Starts("<!--"))
        {
            SkipTo("\n", 0);
            return true;
        }

        // @* *@ is Razor's, which stands between its own quotes and braces anywhere in a page.
        if (c is '/' or '@' && Starts(c == '/' ? "/*" : "@*"))
        {
            SkipTo(c == '/' ? "*/" : "*@", 2);
            return true;
        }

        return false;
    }

    private void SkipTo(string end, int length)
    {
        var from = Math.Min(_at + 2, _view.End);
        var found = _text.IndexOf(end, from, _view.End - from, StringComparison.Ordinal);
        var stop = found < 0 ? _view.End : found + length;
        _steps.Take(stop - _at);
        _startsLine |= _text.IndexOf('\n', _at, stop - _at) >= 0;
        _at = stop;
        _hole = _view.HoleFrom(_at);

        // The comment may have ended inside a hole; what is left of it is the hole's.
        if (_hole > 0 && _view.Holes[_hole - 1].End > _at)
        {
            _at = Math.Min(_view.Holes[_hole - 1].End, _view.End);
        }
    }

    private bool Starts(string mark) =>
        _at + mark.Length <= Limit && string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;

    private int LengthWhile(Func<char, bool> isPart)
    {
        var end = _at + 1;
        var limit = Limit;
        while (end < limit && isPart(_text[end]))
        {
            end++;
        }

        _steps.Take(end - _at);
        return end - _at;
    }

    private char Ahead(int distance) => _at + distance < Limit ? _text[_at + distance] : '\0';

    private int PunctuatorLength(char c)
    {
        switch (c)
        {
            case '.':
                return Starts("...") ? 3 : 1;
            case '?':
                return Ahead(1) == '?' ? Ahead(2) == '=' ? 3 : 2 : Ahead(1) == '.' && Ahead(2) is < '0' or > '9' ? 2 : 1;
            case '=' when Ahead(1) == '>':
                return 2;
        }

        var length = 1;
        if (c is '=' or '&' or '|' or '+' or '-' or '*' or '<' or '>' && Ahead(1) == c)
        {
            length = c is '=' or '>' or '<' && Ahead(2) == c ? 3 : 2;
        }

        return c is '!' or '&' or '|' or '+' or '-' or '*' or '/' or '%' or '^' or '<' or '>' && Ahead(length) == '='
            ? c == '!' && Ahead(length + 1) == '=' ? length + 2 : length + 1
            : length;
    }

    /// <summary>Whether the next token starts an expression: then <c>/</c> opens a regular expression and <c>&lt;</c> an element.</summary>
    private bool ExpressionMayStart()
    {
        var last = _tree.Count - 1;
        return last < 0 || _tree[last].Kind switch
        {
            TokenKind.Punctuator => !_tree.Is(last, "++") && !_tree.Is(last, "--"),
            TokenKind.Open => true,
            TokenKind.Name => IsBeforeExpression(_tree, last),
            TokenKind.Close => _startsLine && _tree.Is(last, "}"),
            _ => false,
        };
    }
}
