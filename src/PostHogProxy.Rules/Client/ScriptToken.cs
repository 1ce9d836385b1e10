namespace PostHogProxy.Rules.Client;

internal enum TokenKind : byte
{
    Name,
    Number,
    Punctuator,
    Regex,

    /// <summary>A quoted text with its quotes.</summary>
    String,

    /// <summary>A quoted text that is not closed on its line, or that has a hole in it: its value is not known.</summary>
    BrokenString,

    /// <summary><c>( [ {</c>, the first back-tick of a template, <c>${</c>.</summary>
    Open,

    /// <summary><c>) ] }</c>, the last back-tick of a template.</summary>
    Close,

    /// <summary><c>&lt;</c> of an element.</summary>
    TagOpen,

    /// <summary><c>&gt;</c> or <c>/&gt;</c> that ends the attributes of an element.</summary>
    TagEnd,

    /// <summary><c>&lt;/name&gt;</c>.</summary>
    ClosingTag,

    /// <summary>What another language writes there when the program runs.</summary>
    Hole,
}

/// <summary>One token; <see cref="QuoteLength"/> is 2 where the quotes are escaped because the script lies in a string.</summary>
internal readonly record struct ScriptToken(TokenKind Kind, int Start, int Length, bool StartsLine, int QuoteLength = 1)
{
    public int End => Start + Length;
}
