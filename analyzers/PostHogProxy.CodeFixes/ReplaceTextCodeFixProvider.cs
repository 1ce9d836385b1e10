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
        ["PHX1001", "PHX1002", "PHX1003", "PHX2001", "PHX2002", "PHX2003", "PHX2004", "PHX2005", "PHX2006", "PHX2007"];

    // dotnet format asks for one id at a time, but takes the key from a diagnostic of any: with a key per id it fixed what came first by chance.
    private const string Key = nameof(ReplaceTextCodeFixProvider);

    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        await ReplaceAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (ChangeOf(root, diagnostic) is { } change)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Write {change.NewText}", cancellation => WithAsync(context.Document, [change], cancellation), Key),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> ReplaceAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        // Two rules about one value write one text; of two that differ, the first counts.
        var changes = new List<TextChange>();
        foreach (var change in diagnostics.Select(diagnostic => ChangeOf(root, diagnostic)).OfType<TextChange>().OrderBy(change => change.Span.Start))
        {
            if (changes.Count == 0 || changes[changes.Count - 1].Span.End <= change.Span.Start)
            {
                changes.Add(change);
            }
        }

        return await WithAsync(document, changes, cancellation).ConfigureAwait(false);
    }

    private static TextChange? ChangeOf(SyntaxNode root, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        return diagnostic.Properties.TryGetValue(FindingReports.Replacement, out var text) && text is not null && IsInString(root, span)
            ? new TextChange(span, text)
            : null;
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

    private static async Task<Document> WithAsync(Document document, IEnumerable<TextChange> changes, CancellationToken cancellation)
    {
        var source = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(source.WithChanges(changes));
    }
}
