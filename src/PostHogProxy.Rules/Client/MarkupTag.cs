using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>One attribute of a tag; its value without its quotes or braces.</summary>
internal readonly record struct MarkupAttribute(string Name, TextRange Value, bool IsBraced)
{
    /// <summary><c>{...props}</c> of Svelte, <c>@attributes</c> of Blazor, <c>v-bind="props"</c> of Vue.</summary>
    public bool IsSpread => Name is "" or "@attributes" or "v-bind";

    /// <summary>Whether the value is an expression of the script and not a text.</summary>
    public bool IsExpression => IsBraced || (Name.Length > 0 && Name[0] is ':' or '[') || Name.StartsWith("v-bind:", StringComparison.Ordinal);
}

/// <summary>The opening tag of an element.</summary>
internal sealed record MarkupTag(string Text, int Start, int End, string Name, List<MarkupAttribute> Attributes)
{
    public bool IsNamed(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it ends with <c>/&gt;</c>; the slash of <c>href=/a/&gt;</c> belongs to the value.</summary>
    public bool IsClosed => End >= 2 && Text[End - 1] == '>' && Text[End - 2] == '/'
        && (Attributes.Count == 0 || Attributes[Attributes.Count - 1].Value.End < End - 1);

    public string Value(string attribute)
    {
        foreach (var known in Attributes)
        {
            if (known.Name.Equals(attribute, StringComparison.OrdinalIgnoreCase))
            {
                return Text.Substring(known.Value.Start, known.Value.Length).Trim();
            }
        }

        return "";
    }

    public static MarkupTag Read(string text, int start, int limit, ReadingSteps steps)
    {
        var nameEnd = start + 1;
        while (nameEnd < limit && (char.IsLetterOrDigit(text[nameEnd]) || text[nameEnd] is '-' or '.' or ':' or '_'))
        {
            nameEnd++;
        }

        var attributes = new List<MarkupAttribute>();
        var at = nameEnd;
        while (at < limit && text[at] is not ('>' or '<'))
        {
            var before = at;
            if (text[at] == '{')
            {
                var value = Braced(text, at, limit);
                attributes.Add(new("", value, true));
                at = Math.Min(value.End + 1, limit);
            }
            else if (char.IsWhiteSpace(text[at]) || text[at] is '/' or '=' or '"' or '\'')
            {
                at++;
            }
            else
            {
                at = ReadAttribute(text, at, limit, attributes);
            }

            steps.Take(at - before);
        }

        var end = at < limit && text[at] == '>' ? at + 1 : at;
        return new(text, start, end, text.Substring(start + 1, nameEnd - start - 1), attributes);
    }

    private static int ReadAttribute(string text, int start, int limit, List<MarkupAttribute> attributes)
    {
        var nameEnd = start;
        while (nameEnd < limit && !char.IsWhiteSpace(text[nameEnd]) && text[nameEnd] is not ('=' or '>' or '<' or '/' or '"' or '\'' or '{'))
        {
            nameEnd++;
        }

        var name = text.Substring(start, nameEnd - start);
        var at = SkipSpace(text, nameEnd, limit);
        if (at >= limit || text[at] != '=' || name.Length == 0)
        {
            return Math.Max(nameEnd, start + 1);
        }

        at = SkipSpace(text, at + 1, limit);
        var quote = at < limit ? text[at] : '\0';
        TextRange value;
        if (quote is '"' or '\'')
        {
            var end = text.IndexOf(quote, at + 1, limit - at - 1);
            value = new(at + 1, (end < 0 ? limit : end) - at - 1);
        }
        else if (quote == '{')
        {
            value = Braced(text, at, limit);
        }
        else
        {
            var end = at;
            while (end < limit && !char.IsWhiteSpace(text[end]) && text[end] != '>')
            {
                end++;
            }

            value = new(at, end - at);
        }

        attributes.Add(new(name, value, quote == '{'));
        return quote is '"' or '\'' or '{' ? Math.Min(value.End + 1, limit) : value.End;
    }

    private static int SkipSpace(string text, int at, int limit)
    {
        while (at < limit && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>What is in a pair of braces; braces in its strings do not count.</summary>
    private static TextRange Braced(string text, int open, int limit)
    {
        var depth = 0;
        for (var at = open; at < limit; at++)
        {
            switch (text[at])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return new(open + 1, at - open - 1);
                case '"' or '\'' or '`':
                    at = EndOfString(text, at, limit);
                    break;
            }
        }

        return new(open + 1, limit - open - 1);
    }

    private static int EndOfString(string text, int quote, int limit)
    {
        for (var at = quote + 1; at < limit; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == text[quote])
            {
                return at;
            }
        }

        return limit;
    }
}
