using System.Globalization;
using System.Text;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>A JSON value inside a text, as Go's encoding/json takes it where a mapping is wanted. All of it has the place of the text.</summary>
internal sealed class JsonText
{
    private const int MostLevels = 64;

    private readonly string _text;
    private readonly TextRange _range;
    private int _at;

    private JsonText(string text, TextRange range)
    {
        _text = text;
        _range = range;
    }

    /// <summary>The value; null where the text is no JSON.</summary>
    public static ConfigurationNode? Parse(ScalarNode scalar)
    {
        var json = new JsonText(scalar.Value, scalar.Range);
        var value = json.Value(0);
        json.Skip();
        return json._at == json._text.Length ? value : null;
    }

    private ConfigurationNode? Value(int level)
    {
        Skip();
        if (_at == _text.Length || level > MostLevels)
        {
            return null;
        }

        switch (_text[_at])
        {
            case '{':
                return Object(level);
            case '[':
                return Array(level);
            case '"':
                return String() is { } text ? new ScalarNode(_range, text, isPlain: false) : null;
        }

        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or ']' or '}' or ':' or ' ' or '\t' or '\r' or '\n'))
        {
            _at++;
        }

        var word = _text.Substring(start, _at - start);
        return word is "true" or "false" or "null" || IsNumber(word) ? new ScalarNode(_range, word, isPlain: true) : null;
    }

    private MappingNode? Object(int level)
    {
        var entries = new List<MappingEntry>();
        for (_at++; ; _at++)
        {
            Skip();
            if (entries.Count == 0 && Take('}'))
            {
                break;
            }

            if (_at == _text.Length || _text[_at] != '"' || String() is not { } key)
            {
                return null;
            }

            Skip();
            if (!Take(':') || Value(level + 1) is not { } value)
            {
                return null;
            }

            entries.Add(new(new(_range, key, isPlain: false), value));
            Skip();
            if (Take('}'))
            {
                break;
            }

            if (_at == _text.Length || _text[_at] != ',')
            {
                return null;
            }
        }

        return new MappingNode(_range, entries, isFlow: true);
    }

    private SequenceNode? Array(int level)
    {
        var items = new List<ConfigurationNode>();
        for (_at++; ; _at++)
        {
            Skip();
            if (items.Count == 0 && Take(']'))
            {
                break;
            }

            if (Value(level + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
            Skip();
            if (Take(']'))
            {
                break;
            }

            if (_at == _text.Length || _text[_at] != ',')
            {
                return null;
            }
        }

        return new SequenceNode(_range, items, isFlow: true);
    }

    private string? String()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            switch (_text[_at])
            {
                case '"':
                    _at++;
                    return text.ToString();
                case < ' ':
                    return null;
                case '\\' when _at + 1 < _text.Length:
                    if (Escaped(_text[++_at]) is not { } meant)
                    {
                        return null;
                    }

                    text.Append(meant);
                    break;
                case var sign:
                    text.Append(sign);
                    break;
            }
        }

        return null;
    }

    private char? Escaped(char sign)
    {
        switch (sign)
        {
            case '"' or '\\' or '/':
                return sign;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 < _text.Length:
                var digits = _text.Substring(_at + 1, 4);
                _at += 4;
                return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : null;
            default:
                return null;
        }
    }

    private static bool IsNumber(string word)
    {
        var digits = word.TrimStart('-');
        return word.Length - digits.Length <= 1 && digits.Length > 0 && digits[0] is >= '0' and <= '9' && digits[digits.Length - 1] is >= '0' and <= '9'
            && !(digits.Length > 1 && digits[0] == '0' && digits[1] is >= '0' and <= '9') && GoNumber.Float(word) is not null;
    }

    private bool Take(char sign)
    {
        if (_at < _text.Length && _text[_at] == sign)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }
}
