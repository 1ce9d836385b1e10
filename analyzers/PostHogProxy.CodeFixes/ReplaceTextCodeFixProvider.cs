using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.Analyzers;

namespace PostHogProxy.CodeFixes;

/// <summary>
/// Writes what the rule says is right: another path into the call that maps the proxy, the right host into a script that stands in a string.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceTextCodeFixProvider))]
[Shared]
internal sealed class ReplaceTextCodeFixProvider : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ["PHX1001", "PHX1002", "PHX1003", "PHX1006", "PHX2001", "PHX2002", "PHX2003", "PHX2004", "PHX2005", "PHX2006", "PHX2007"];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (diagnostic.Properties.TryGetValue(FindingReports.Replacement, out var text) && text is not null && IsInString(root, span))
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Write {text}", cancellation => ReplaceAsync(context.Document, span, text, cancellation), diagnostic.Id),
                    diagnostic);
            }
        }
    }

    // The text may have changed since it was judged.
    private static bool IsInString(SyntaxNode root, TextSpan span)
    {
        if (!root.FullSpan.Contains(span))
        {
            return false;
        }

        var token = root.FindToken(span.Start);
        return token.Span.Contains(span) && token.Kind() is
            SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken;
    }

    private static async Task<Document> ReplaceAsync(Document document, TextSpan span, string text, CancellationToken cancellation)
    {
        var source = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(source.WithChanges(new TextChange(span, text)));
    }
}
