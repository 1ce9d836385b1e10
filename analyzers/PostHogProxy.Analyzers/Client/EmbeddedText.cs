using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Client;

/// <summary>
/// What a string of C# says when the program runs, with the place in the source of every character: plain, verbatim, raw and interpolated
/// strings, and sums of them. What is put in while the program runs is a hole, of which nothing is known.
/// </summary>
internal sealed class EmbeddedText
{
    private readonly IReadOnlyList<TextSpan> _places;
    private readonly IReadOnlyList<TextRange> _holes;

    private EmbeddedText(EmbeddedTextBuilder builder)
    {
        Text = builder.Text;
        _places = builder.Places;
        _holes = builder.Holes;
    }

    public string Text { get; }

    /// <summary>Null where the expression is no string, or only a part of one.</summary>
    public static EmbeddedText? Of(ExpressionSyntax expression)
    {
        if (IsPart(expression) || !IsText(expression))
        {
            return null;
        }

        var builder = new EmbeddedTextBuilder();
        builder.Add(expression);
        return new(builder);
    }

    /// <summary>The set-up without the values that are only made when the program runs.</summary>
    public ClientSetup WithoutHoles(ClientSetup setup) =>
        setup.Map(Known);

    /// <summary>Where a piece of the text stands in the source; null where it stands nowhere.</summary>
    public TextSpan? SpanOf(TextRange range) =>
        range.Start < 0 || range.End > _places.Count || _places.Count == 0 ? null
        : range.Length == 0 ? new TextSpan(range.Start < _places.Count ? _places[range.Start].Start : _places[range.Start - 1].End, 0)
        : TextSpan.FromBounds(_places[range.Start].Start, _places[range.End - 1].End);

    /// <summary>Whether another text can stand there as it is, in whatever kind of string.</summary>
    public bool CanHold(TextRange range, string text) =>
        text.IndexOfAny(['"', '\\', '{', '}', '\r', '\n']) < 0
        && range.Length > 0
        && !_holes.Any(hole => Meet(hole, range))
        && Enumerable.Range(range.Start + 1, range.Length - 1).All(at => _places[at].Start == _places[at - 1].End);

    private static bool IsText(ExpressionSyntax expression) =>
        expression is InterpolatedStringExpressionSyntax
        || expression.Kind() is SyntaxKind.StringLiteralExpression or SyntaxKind.Utf8StringLiteralExpression
        || (expression.IsKind(SyntaxKind.AddExpression) && EmbeddedTextBuilder.PartsOf(expression).Any(part => !part.IsKind(SyntaxKind.AddExpression) && IsText(part)));

    private static bool IsPart(ExpressionSyntax expression)
    {
        var parent = expression.Parent;
        while (parent is ParenthesizedExpressionSyntax)
        {
            parent = parent.Parent;
        }

        return parent.IsKind(SyntaxKind.AddExpression);
    }

    private static bool Meet(TextRange a, TextRange b) => a.Start < b.End && b.Start < a.End;

    private ClientSetting Known(ClientSetting setting) =>
        (setting.IsKnown && HasHole(setting)) || setting.Branches?.Any(HasHole) == true ? ClientSetting.Unreadable(setting.Range) : setting;

    private bool HasHole(ClientSetting setting) => _holes.Any(hole => Meet(hole, setting.Range));
}
