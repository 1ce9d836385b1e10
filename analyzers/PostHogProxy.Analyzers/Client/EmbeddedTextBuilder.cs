using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Client;

/// <summary>Puts the text of a string expression together.</summary>
internal sealed class EmbeddedTextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<TextSpan> _places = [];
    private readonly List<TextRange> _holes = [];

    public string Text => _text.ToString();

    /// <summary>For each character of <see cref="Text"/>, what it is in the source.</summary>
    public IReadOnlyList<TextSpan> Places => _places;

    public IReadOnlyList<TextRange> Holes => _holes;

    /// <summary>The summands, first to last.</summary>
    public static IReadOnlyList<ExpressionSyntax> PartsOf(ExpressionSyntax expression)
    {
        // A long sum leans to the left; it is walked, not recursed into.
        var parts = new Stack<ExpressionSyntax>();
        var left = Unwrapped(expression);
        while (left is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum)
        {
            parts.Push(Unwrapped(sum.Right));
            left = Unwrapped(sum.Left);
        }

        parts.Push(left);
        return [.. parts];
    }

    public void Add(ExpressionSyntax expression)
    {
        foreach (var part in PartsOf(expression))
        {
            switch (part)
            {
                case LiteralExpressionSyntax { Token: var token } when IsString(token):
                    AddLiteral(token);
                    break;
                case InterpolatedStringExpressionSyntax interpolated:
                    AddInterpolated(interpolated);
                    break;
                default:
                    AddHole(part.Span);
                    break;
            }
        }
    }

    private static ExpressionSyntax Unwrapped(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
        {
            expression = inner.Expression;
        }

        return expression;
    }

    private static bool IsString(SyntaxToken token) => token.Kind() is
        SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken;

    private void AddLiteral(SyntaxToken token)
    {
        var text = token.Text;
        var end = text.EndsWith("u8", StringComparison.OrdinalIgnoreCase) ? text.Length - 2 : text.Length;
        var start = 0;
        var escapes = StringEscapes.Backslash;
        if (text.StartsWith("@", StringComparison.Ordinal))
        {
            start = 1;
            escapes = StringEscapes.DoubledQuote;
        }

        var quotes = 0;
        if (token.Kind() is not (SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken))
        {
            escapes = StringEscapes.None;
            while (quotes < end && text[quotes] == '"')
            {
                quotes++;
            }
        }
        else
        {
            quotes = 1;
        }

        // Half-written, a string has no closing quotes.
        var closed = end - quotes >= start + quotes && text[end - 1] == '"' ? end - quotes : end;
        Append(text, start + quotes, closed, token.SpanStart, escapes, braces: false);
    }

    private void AddInterpolated(InterpolatedStringExpressionSyntax interpolated)
    {
        var opening = interpolated.StringStartToken;
        var isRaw = opening.Kind() is SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken;
        var escapes = isRaw ? StringEscapes.None
            : opening.IsKind(SyntaxKind.InterpolatedVerbatimStringStartToken) ? StringEscapes.DoubledQuote
            : StringEscapes.Backslash;
        foreach (var content in interpolated.Contents)
        {
            if (content is InterpolatedStringTextSyntax { TextToken: var token })
            {
                Append(token.Text, 0, token.Text.Length, token.SpanStart, escapes, braces: !isRaw);
            }
            else
            {
                AddHole(content.Span);
            }
        }
    }

    private void Append(string source, int start, int end, int offset, StringEscapes escapes, bool braces)
    {
        for (var at = start; at < end;)
        {
            var (c, length) = escapes.Read(source, at, end, braces);
            _text.Append(c);
            for (var i = 0; i < c.Length; i++)
            {
                _places.Add(new TextSpan(offset + at, length));
            }

            at += length;
        }
    }

    // In a script a hole reads as a name. After a comma or a brace it may be settings of whatever kind: a spread.
    private void AddHole(TextSpan span)
    {
        var last = _text.Length - 1;
        while (last >= 0 && char.IsWhiteSpace(_text[last]))
        {
            last--;
        }

        var hole = last >= 0 && _text[last] is ',' or '{' ? "...hole" : "hole";
        _holes.Add(new(_text.Length, hole.Length));
        _text.Append(hole);
        _places.AddRange(Enumerable.Repeat(span, hole.Length));
    }
}
