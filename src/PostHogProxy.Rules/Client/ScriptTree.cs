using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// The tokens of a script with their brackets paired. Whoever reads it steps from sibling to sibling and jumps over what is in brackets,
/// so no reader goes deeper than what it understands.
/// </summary>
internal sealed class ScriptTree(string text, ScriptView view, ReadingSteps steps)
{
    private readonly List<ScriptToken> _tokens = [];
    private readonly List<int> _partners = [];
    private readonly List<int> _parents = [];

    public string Text => text;

    public ScriptView View => view;

    public ReadingSteps Steps => steps;

    public int Count => _tokens.Count;

    public ScriptToken this[int index] => _tokens[index];

    /// <summary>The other bracket; -1 where there is none.</summary>
    public int Partner(int index) => _partners[index];

    /// <summary>The bracket around a token; -1 at the top.</summary>
    public int Parent(int index) => _parents[index];

    /// <summary>The next token on the same level.</summary>
    public int After(int index)
    {
        steps.Take();
        return _partners[index] > index ? _partners[index] + 1 : index + 1;
    }

    /// <summary>The last token before this one on the same level, the opening bracket of a group.</summary>
    public int Before(int index)
    {
        steps.Take();
        var before = index - 1;
        return before >= 0 && _partners[before] >= 0 && _partners[before] < before ? _partners[before] : before;
    }

    public bool IsKind(int index, TokenKind kind) => index >= 0 && index < _tokens.Count && _tokens[index].Kind == kind;

    /// <summary>Whether a token is this text, and no literal.</summary>
    public bool Is(int index, string wanted) =>
        index >= 0 && index < _tokens.Count
        && _tokens[index].Length == wanted.Length
        && _tokens[index].Kind is not (TokenKind.Hole or TokenKind.Regex)
        && string.CompareOrdinal(text, _tokens[index].Start, wanted, 0, wanted.Length) == 0;

    public bool IsName(int index, string wanted) => IsKind(index, TokenKind.Name) && Is(index, wanted);

    public bool IsAnyName(int index, HashSet<string> wanted) => IsKind(index, TokenKind.Name) && wanted.Contains(Written(index));

    public bool NameHas(int index, string part) =>
        IsKind(index, TokenKind.Name)
        && text.IndexOf(part, _tokens[index].Start, _tokens[index].Length, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether a name or a string among some tokens has a part, in any case.</summary>
    public bool TextHas(int start, int end, string part)
    {
        for (var i = start; i < end; i++)
        {
            steps.Take();
            if (_tokens[i].Kind is TokenKind.Name or TokenKind.String
                && text.IndexOf(part, _tokens[i].Start, _tokens[i].Length, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <c>.</c> or <c>?.</c> stands there.</summary>
    public bool IsDot(int index) => Is(index, ".") || Is(index, "?.");

    /// <summary>Whether the token there changes what stands to its left.</summary>
    public bool IsAssignment(int index)
    {
        if (!IsKind(index, TokenKind.Punctuator) || text[_tokens[index].End - 1] != '=')
        {
            return false;
        }

        return _tokens[index].Length == 1
            || !(Is(index, "==") || Is(index, "===") || Is(index, "!=") || Is(index, "!==") || Is(index, "<=") || Is(index, ">="));
    }

    public string Written(int index) => text.Substring(_tokens[index].Start, _tokens[index].Length);

    /// <summary>The text from one token up to another that is left out.</summary>
    public TextRange RangeOf(int start, int end) =>
        start >= end || end > Count ? default : new(_tokens[start].Start, _tokens[end - 1].End - _tokens[start].Start);

    /// <summary>What is between the quotes of a string, or the back-ticks of a template.</summary>
    public TextRange Inside(int index)
    {
        var token = _tokens[index];
        var end = token.Kind == TokenKind.Open ? _tokens[_partners[index]].End : token.End;
        return new(token.Start + 1, end - token.QuoteLength - token.Start - 1);
    }

    public int Add(ScriptToken token, int parent)
    {
        _tokens.Add(token);
        _partners.Add(-1);
        _parents.Add(parent);
        return _tokens.Count - 1;
    }

    public void Pair(int open, int close)
    {
        _partners[open] = close;
        _partners[close] = open;
        _parents[close] = _parents[open];
    }
}
