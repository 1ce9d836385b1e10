namespace PostHogProxy.Rules.Client;

/// <summary>Pairs brackets while a script is read, and gets over those that have no partner.</summary>
internal sealed class ScriptBrackets(string text, ScriptTree tree)
{
    private readonly List<int> _open = [];
    private readonly int[] _openOf = new int[3];

    private enum Shape
    {
        /// <summary>Round and square brackets: a brace that closes goes over those left open.</summary>
        Weak,

        /// <summary>Braces and templates.</summary>
        Strong,

        /// <summary><c>&lt;</c> of an element, which may turn out to be a comparison.</summary>
        Tag,
    }

    public void Add(TokenKind kind, int start, int length, bool startsLine, int quoteLength = 1)
    {
        var token = new ScriptToken(kind, start, length, startsLine, quoteLength);
        var partner = kind is TokenKind.Close or TokenKind.TagEnd ? PopPartnerOf(token) : -1;
        var index = tree.Add(token, _open.Count == 0 ? -1 : _open[_open.Count - 1]);
        if (partner >= 0)
        {
            tree.Pair(partner, index);
        }
        else if (kind is TokenKind.Open or TokenKind.TagOpen)
        {
            _open.Add(index);
            _openOf[(int)ShapeOf(index)]++;
        }
    }

    private int PopPartnerOf(ScriptToken close)
    {
        var mayDrop = close.Kind == TokenKind.Close && text[close.Start] is '}' or '`';
        while (_open.Count > 0)
        {
            var top = _open[_open.Count - 1];
            if (Fit(top, close))
            {
                Pop();
                return top;
            }

            // Everything dropped here was added once, so this stays linear.
            var shape = ShapeOf(top);
            if (shape == Shape.Tag || (mayDrop && _openOf[(int)Shape.Strong] > 0) || (shape == Shape.Weak && close.Kind == TokenKind.Close && !mayDrop))
            {
                Pop();
                continue;
            }

            return -1;
        }

        return -1;
    }

    private void Pop()
    {
        var top = _open[_open.Count - 1];
        _openOf[(int)ShapeOf(top)]--;
        _open.RemoveAt(_open.Count - 1);
    }

    private bool Fit(int open, ScriptToken close)
    {
        if (close.Kind == TokenKind.TagEnd || tree[open].Kind == TokenKind.TagOpen)
        {
            return close.Kind == TokenKind.TagEnd && tree[open].Kind == TokenKind.TagOpen;
        }

        return text[tree[open].Start] switch
        {
            '(' => text[close.Start] == ')',
            '[' => text[close.Start] == ']',
            '`' => text[close.Start] == '`',
            _ => text[close.Start] == '}',
        };
    }

    private Shape ShapeOf(int open) => tree[open].Kind == TokenKind.TagOpen
        ? Shape.Tag
        : text[tree[open].Start] is '(' or '[' ? Shape.Weak : Shape.Strong;
}
