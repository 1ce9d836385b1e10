namespace PostHogProxy.Rules.Client;

/// <summary>Strings, templates and regular expressions.</summary>
internal sealed partial class ScriptLexer
{
    private int _noRegexBefore;

    private bool IsEscaped(int at) => at > _view.Start && _text[at - 1] == '\\';

    private void ReadString(char quote)
    {
        // \" where the script lies in a string: it ends at the next \".
        var escaped = IsEscaped(_at);
        var start = _at++;
        var kind = TokenKind.BrokenString;
        var holed = false;
        while (_at < _view.End)
        {
            _steps.Take();
            if (_at >= Limit)
            {
                holed = true;
                _at = Math.Min(_view.Holes[_hole++].End, _view.End);
                continue;
            }

            var c = _text[_at];
            if (c is '\n' or '\r')
            {
                break;
            }

            _at++;
            if (c == '\\' && escaped && Ahead(0) == quote)
            {
                _at++;
                kind = TokenKind.String;
                break;
            }

            if (c == '\\')
            {
                _at += Ahead(0) == '\r' && Ahead(1) == '\n' ? 2 : _at < Limit ? 1 : 0;
            }
            else if (c == quote && !escaped)
            {
                kind = TokenKind.String;
                break;
            }
        }

        var length = _at - start;
        _at = start;
        Add(holed ? TokenKind.BrokenString : kind, length, escaped ? 2 : 1);
    }

    private void ReadTemplate()
    {
        var escaped = _frames[_frames.Count - 1].IsEscaped;
        var c = _text[_at];
        if (c == '\\' && !(escaped && Ahead(1) == '`'))
        {
            _at += _at + 1 < Limit ? 2 : 1;
        }
        else if (c == '`' && (!escaped || IsEscaped(_at)))
        {
            _frames.RemoveAt(_frames.Count - 1);
            Add(TokenKind.Close, 1);
        }
        else if (c == '$' && Ahead(1) == '{')
        {
            _frames.Add(new(Mode.Code));
            Add(TokenKind.Open, 2);
        }
        else
        {
            _at++;
        }
    }

    /// <summary>False where no regular expression ends on this line: then the slash divides.</summary>
    private bool ReadRegex()
    {
        var inClass = false;
        var limit = Limit;
        var i = _at + 1;
        for (; _at >= _noRegexBefore && i < limit && _text[i] is not ('\n' or '\r'); i++)
        {
            _steps.Take();
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    var end = i + 1;
                    while (end < limit && IsNamePart(_text[end]))
                    {
                        end++;
                    }

                    _steps.Take(end - i);
                    Add(TokenKind.Regex, end - _at);
                    return true;
            }
        }

        // One look for the rest of a line: at every slash of a long line it would be quadratic.
        _noRegexBefore = Math.Max(_noRegexBefore, i);
        return false;
    }
}
