namespace PostHogProxy.Rules.Client;

/// <summary>Elements of JSX: what is between two tags is text, not code.</summary>
internal sealed partial class ScriptLexer
{
    private Dictionary<string, int>? _closingTags;

    /// <summary>Opens the tag at the present position; false where it is a comparison or the argument of a generic type.</summary>
    private bool OpenTag()
    {
        var next = Ahead(1);
        if (next != '>' && !IsNameStart(next))
        {
            return false;
        }

        var end = _at + 1;
        while (end < Limit && IsTagNamePart(_text[end]))
        {
            end++;
        }

        var name = _text.Substring(_at + 1, end - _at - 1);
        if (end < Limit && !char.IsWhiteSpace(_text[end]) && _text[end] is not ('/' or '>'))
        {
            return false;
        }

        _frames.Add(new(Mode.Tag, LastClosing(name)));
        Add(TokenKind.TagOpen, 1);
        return true;
    }

    private void ReadTag()
    {
        var c = _text[_at];
        if (SkipSpace(c) || SkipComment(c))
        {
            return;
        }

        if (c == '>' || Starts("/>"))
        {
            var frame = _frames[_frames.Count - 1];
            _frames.RemoveAt(_frames.Count - 1);

            // <any>window and <T>(x: T) have no closing tag further on: code follows, not text.
            if (c == '>' && frame.ClosingTag > _at)
            {
                _frames.Add(new(Mode.Children));
            }

            Add(TokenKind.TagEnd, c == '>' ? 1 : 2);
        }
        else if (c == '{')
        {
            ReadMark(c);
        }
        else if (IsNameStart(c))
        {
            Add(TokenKind.Name, LengthWhile(IsTagNamePart));
        }
        else if (c == '=')
        {
            Add(TokenKind.Punctuator, 1);
        }
        else if (!ReadAttributeText(c))
        {
            _frames.RemoveAt(_frames.Count - 1);
        }
    }

    /// <summary>The quoted text of an attribute: it has no escapes and may go over lines.</summary>
    private bool ReadAttributeText(char quote)
    {
        var end = quote is '"' or '\'' ? _text.IndexOf(quote, _at + 1, Limit - _at - 1) : -1;
        if (end < 0)
        {
            return false;
        }

        _steps.Take(end - _at);
        Add(TokenKind.String, end + 1 - _at);
        return true;
    }

    private void ReadChildren()
    {
        var found = _text.IndexOfAny(['<', '{'], _at, Limit - _at);
        var next = found < 0 ? Limit : found;
        _steps.Take(next - _at);
        _at = next;
        if (found < 0)
        {
            return;
        }

        if (_text[_at] == '{')
        {
            ReadMark('{');
        }
        else if (Ahead(1) == '/')
        {
            var end = _text.IndexOf('>', _at, Limit - _at);
            _frames.RemoveAt(_frames.Count - 1);
            Add(TokenKind.ClosingTag, (end < 0 ? Limit : end + 1) - _at);
        }
        else if (!OpenTag())
        {
            _at++;
        }
    }

    /// <summary>Where the last <c>&lt;/name</c> stands; -1 where there is none.</summary>
    private int LastClosing(string name)
    {
        if (_closingTags is null)
        {
            _closingTags = new(StringComparer.Ordinal);
            var at = _text.IndexOf("</", _at, _view.End - _at, StringComparison.Ordinal);
            while (at >= 0)
            {
                var end = at + 2;
                while (end < _view.End && IsTagNamePart(_text[end]))
                {
                    end++;
                }

                _closingTags[_text.Substring(at + 2, end - at - 2)] = at;
                at = _text.IndexOf("</", end, _view.End - end, StringComparison.Ordinal);
            }

            _steps.Take(_view.End - _at);
        }

        return _closingTags.TryGetValue(name, out var last) ? last : -1;
    }

    private static bool IsTagNamePart(char c) => IsNamePart(c) || c is '.' or '-' or ':';
}
