using System.Globalization;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Settings;

/// <summary>
/// Reads JSON with comments and trailing commas, as the app's configuration does, and keeps where everything stands. Written by hand because
/// the compiler does not bring System.Text.Json to analyzers everywhere, and that one tells no positions.
/// </summary>
internal sealed class JsonReader
{
    // The limit of System.Text.Json, which reads the file when the app runs.
    private const int DeepestNesting = 64;

    private readonly string _text;
    private readonly CancellationToken _cancellation;
    private int _at;
    private int _depth;

    private JsonReader(string text, CancellationToken cancellation)
    {
        _text = text;
        _cancellation = cancellation;
    }

    /// <summary>The value of the text; null where it is not JSON, half-written for instance.</summary>
    public static JsonValue? Read(string text, CancellationToken cancellation = default)
    {
        var reader = new JsonReader(text, cancellation);
        if (text.Length > 0 && text[0] == '\uFEFF')
        {
            reader._at = 1;
        }

        return reader.Value() is { } value && reader.Next() is null && reader._at == text.Length ? value : null;
    }

    // The next character that is neither white space nor in a comment; null at the end and at a broken comment.
    private char? Next()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                _at++;
            }
            else if (c != '/')
            {
                return c;
            }
            else if (string.CompareOrdinal(_text, _at, "//", 0, 2) == 0)
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end;
            }
            else
            {
                var end = string.CompareOrdinal(_text, _at, "/*", 0, 2) == 0 ? _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) : -1;
                if (end < 0)
                {
                    return null;
                }

                _at = end + 2;
            }
        }

        return null;
    }

    private JsonValue? Value()
    {
        _cancellation.ThrowIfCancellationRequested();
        switch (Next())
        {
            case '{':
                return Members(JsonKind.Object, '}');
            case '[':
                return Members(JsonKind.Array, ']');
            case '"':
                var start = _at;
                return String() is { } text ? new(JsonKind.String, new(start, _at - start), text) : null;
            case null:
                return null;
            default:
                return Word();
        }
    }

    private JsonValue? Members(JsonKind kind, char close)
    {
        if (++_depth > DeepestNesting)
        {
            return null;
        }

        var start = _at++;
        var members = new List<JsonMember>();
        while (Next() is { } next)
        {
            if (next == close)
            {
                _at++;
                _depth--;
                return new(kind, new(start, _at - start), null) { Members = members };
            }

            if ((kind == JsonKind.Object ? Named() : Element(members.Count)) is not { } member)
            {
                return null;
            }

            members.Add(member);
            if (Next() == ',')
            {
                _at++;
            }
            else if (Next() != close)
            {
                return null;
            }
        }

        return null;
    }

    private JsonMember? Named()
    {
        var start = _at;
        if (Next() != '"' || String() is not { } name)
        {
            return null;
        }

        var range = new TextRange(start, _at - start);
        if (Next() != ':')
        {
            return null;
        }

        _at++;
        return Value() is { } value ? new(name, range, value) : null;
    }

    private JsonMember? Element(int index) =>
        Value() is { } value ? new(index.ToString(CultureInfo.InvariantCulture), value.Range, value) : null;

    private string? String()
    {
        var end = JsonString.EndOf(_text, _at);
        var text = end < 0 ? null : JsonString.Decode(_text, _at + 1, end - 1);
        _at = end;
        return text;
    }

    private JsonValue? Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '+' or '-' or '.'))
        {
            _at++;
        }

        var word = _text.Substring(start, _at - start);
        var range = new TextRange(start, word.Length);

        // "True": what configuration makes of true.
        return word switch
        {
            "true" => new(JsonKind.True, range, bool.TrueString),
            "false" => new(JsonKind.False, range, bool.FalseString),
            "null" => new(JsonKind.Null, range, null),
            _ => IsNumber(word) ? new(JsonKind.Number, range, word) : null,
        };
    }

    // 01, 1. and .5 are none.
    private static bool IsNumber(string word)
    {
        var at = word.Length > 0 && word[0] == '-' ? 1 : 0;
        var whole = Digits(word, at);
        if (whole == 0 || (whole > 1 && word[at] == '0'))
        {
            return false;
        }

        at += whole;
        if (at < word.Length && word[at] == '.')
        {
            var fraction = Digits(word, at + 1);
            at += fraction == 0 ? word.Length + 1 : fraction + 1;
        }

        if (at < word.Length && word[at] is 'e' or 'E')
        {
            at += at + 1 < word.Length && word[at + 1] is '+' or '-' ? 2 : 1;
            var exponent = Digits(word, at);
            at += exponent == 0 ? word.Length + 1 : exponent;
        }

        return at == word.Length;
    }

    private static int Digits(string word, int start)
    {
        var at = start;
        while (at < word.Length && word[at] is >= '0' and <= '9')
        {
            at++;
        }

        return at - start;
    }
}
