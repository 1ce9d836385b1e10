using PostHogProxy.Rules.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PostHogProxy.Pomerium.Yaml;

/// <summary>From the parser's marks to places in the text. The parser does not see a byte order mark and counts more to a value than is meant.</summary>
internal sealed class TextPlaces
{
    private readonly string _text;
    private readonly int _offset;

    public TextPlaces(string text)
    {
        _text = text;
        _offset = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
    }

    /// <summary>What the parser is to read.</summary>
    public string Content => _offset == 0 ? _text : _text.Substring(_offset);

    public int Of(Mark mark) => Math.Min(_text.Length, (int)mark.Index + _offset);

    /// <summary>One character, for what has no length of its own.</summary>
    public TextRange At(int index)
    {
        var start = Math.Max(0, Math.Min(_text.Length, index));
        return new(start, Math.Min(1, _text.Length - start));
    }

    /// <summary>Where the parser gave up. For a tab it names the start of the mapping the tab stands in.</summary>
    public TextRange Of(YamlException e)
    {
        var start = Of(e.Start);
        var tab = _text.IndexOf("\n\t", start, StringComparison.Ordinal);
        return At(tab >= 0 && e.Message.Contains("tab") ? tab + 1 : start);
    }

    public TextRange Of(ParsingEvent e)
    {
        var start = e is NodeEvent node ? WithoutProperties(node) : Of(e.Start);
        var end = Of(e.End);
        if (e is Scalar { Style: ScalarStyle.Literal or ScalarStyle.Folded })
        {
            end = TrimmedEnd(end);
        }

        return new(start, Math.Max(0, end - start));
    }

    /// <summary>
    /// From the first value to the last. In brackets the closing one ends it. A block ends for the parser where the next one begins; what is
    /// meant is the end of its last value, <paramref name="last"/>.
    /// </summary>
    public TextRange Of(NodeEvent start, ParsingEvent end, bool isFlow, int? last)
    {
        var from = WithoutProperties(start);
        var to = isFlow ? Math.Min(_text.Length, Of(end.Start) + 1) : last ?? TrimmedEnd(Of(end.Start));
        return new(from, Math.Max(0, to - from));
    }

    /// <summary>The tab among the white space before a place on its line; null where there is none.</summary>
    public TextRange? TabBefore(int index)
    {
        for (var i = index - 1; i >= 0 && _text[i] is ' ' or '\t'; i--)
        {
            if (_text[i] == '\t')
            {
                return new(i, 1);
            }
        }

        return null;
    }

    private int TrimmedEnd(int end)
    {
        while (end > 0 && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return end;
    }

    // The parser counts anchor and tag to the value.
    private int WithoutProperties(NodeEvent node)
    {
        var at = Of(node.Start);
        if (node.Anchor.IsEmpty && node.Tag.IsEmpty)
        {
            return at;
        }

        while (at < _text.Length && _text[at] is '&' or '!')
        {
            while (at < _text.Length && !char.IsWhiteSpace(_text[at]))
            {
                at++;
            }

            at = SkipBlank(at);
        }

        return at;
    }

    private int SkipBlank(int at)
    {
        while (at < _text.Length && (char.IsWhiteSpace(_text[at]) || _text[at] == '#'))
        {
            at = _text[at] == '#' ? _text.IndexOf('\n', at) : at;
            at = at < 0 ? _text.Length : at + 1;
        }

        return at;
    }
}
