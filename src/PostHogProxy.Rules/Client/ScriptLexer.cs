namespace PostHogProxy.Rules.Client;

/// <summary>
/// Cuts a script into tokens. It knows what it must to not take text for code (strings, templates, comments, regular expressions,
/// elements) and forgives the rest: a script that does not parse still gives tokens.
/// </summary>
internal sealed partial class ScriptLexer
{
    /// <summary>What a caller writes where the value is not known until the program runs (a hole of an interpolated C# string).</summary>
    public const char Hole = '\uFFFC';

    private readonly string _text;
    private readonly ScriptView _view;
    private readonly ReadingSteps _steps;
    private readonly ScriptTree _tree;
    private readonly ScriptBrackets _brackets;
    private readonly List<Frame> _frames = [];

    private int _at;
    private int _hole;
    private bool _startsLine = true;

    private ScriptLexer(string text, ScriptView view, ReadingSteps steps)
    {
        (_text, _view, _steps) = (text, view, steps);
        _tree = new(text, view, steps);
        _brackets = new(text, _tree);
        _at = view.Start;
        _hole = view.HoleFrom(view.Start);
    }

    private enum Mode
    {
        Code,
        Template,
        Tag,
        Children,
    }

    /// <summary>Where the next hole or the end is: no token of code goes over it.</summary>
    private int Limit => _hole < _view.Holes.Count ? Math.Min(_view.Holes[_hole].Start, _view.End) : _view.End;

    private Mode Now => _frames.Count == 0 ? Mode.Code : _frames[_frames.Count - 1].Mode;

    public static ScriptTree Read(string text, ScriptView view, ReadingSteps steps)
    {
        var lexer = new ScriptLexer(text, view, steps);
        while (lexer._at < view.End)
        {
            steps.Take();
            lexer.ReadNext();
        }

        return lexer._tree;
    }

    private void ReadNext()
    {
        if (_at >= Limit)
        {
            ReadHole();
            return;
        }

        switch (Now)
        {
            case Mode.Template:
                ReadTemplate();
                break;
            case Mode.Tag:
                ReadTag();
                break;
            case Mode.Children:
                ReadChildren();
                break;
            default:
                ReadCode();
                break;
        }
    }

    private void ReadCode()
    {
        var c = _text[_at];
        if (SkipSpace(c) || SkipComment(c))
        {
            return;
        }

        if (IsNameStart(c))
        {
            Add(TokenKind.Name, LengthWhile(IsNamePart));
        }
        else if (c is >= '0' and <= '9')
        {
            Add(TokenKind.Number, LengthWhile(static c => IsNamePart(c) || c == '.'));
        }
        else
        {
            ReadMark(c);
        }
    }

    private void ReadMark(char c)
    {
        switch (c)
        {
            case '"' or '\'':
                ReadString(c);
                break;
            case '`':
                _frames.Add(new(Mode.Template, -1, IsEscaped(_at)));
                Add(TokenKind.Open, 1, IsEscaped(_at) ? 2 : 1);
                break;
            case '(' or '[':
                Add(TokenKind.Open, 1);
                break;
            case '{':
                _frames.Add(new(Mode.Code));
                Add(TokenKind.Open, 1);
                break;
            case ')' or ']':
                Add(TokenKind.Close, 1);
                break;
            case '}':
                PopCode();
                Add(TokenKind.Close, 1);
                break;
            case '\\':
                // An escape of the literal around this script; \n is a new line of the script.
                _startsLine |= _at + 1 < Limit && _text[_at + 1] is 'n' or 'r';
                _at += _at + 1 < Limit && _text[_at + 1] is 'n' or 'r' or 't' ? 2 : 1;
                break;
            case Hole:
                Add(TokenKind.Hole, 1);
                break;
            case '/' when ExpressionMayStart() && ReadRegex():
                break;
            case '<' when _view.HasJsx && ExpressionMayStart() && OpenTag():
                break;
            default:
                Add(TokenKind.Punctuator, PunctuatorLength(c));
                break;
        }
    }

    private void PopCode()
    {
        if (_frames.Count > 0 && Now == Mode.Code)
        {
            _frames.RemoveAt(_frames.Count - 1);
        }
    }

    private void ReadHole()
    {
        var end = Math.Min(_view.Holes[_hole++].End, _view.End);
        if (Now != Mode.Template)
        {
            _brackets.Add(TokenKind.Hole, _at, end - _at, _startsLine);
            _startsLine = false;
        }

        _at = end;
    }

    private void Add(TokenKind kind, int length, int quoteLength = 1)
    {
        _brackets.Add(kind, _at, length, _startsLine, quoteLength);
        _startsLine = false;
        _at += length;
    }

    /// <summary>What a closing bracket returns to.</summary>
    private readonly record struct Frame(Mode Mode, int ClosingTag = -1, bool IsEscaped = false);
}
