using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostHogProxy.Analyzers;

namespace PostHogProxy.CodeFixes;

/// <summary>Removes a call of <c>RequireAuthorization</c> that has no effect (PHX1004), where nothing else needs it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveAuthorizationCodeFixProvider))]
[Shared]
internal sealed class RemoveAuthorizationCodeFixProvider : CodeFixProvider
{
    private const string Title = "Remove RequireAuthorization";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PHX1004"];

    // The first diagnostic that dotnet format meets may be one without a fix, and so without a key: the key must not decide.
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        await RemoveAllAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (RemovableAt(root, model, diagnostic, context.CancellationToken) is { } call && Without(root, call) is { } changed)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)), diagnostic.Id), diagnostic);
            }
        }
    }

    private static async Task<Document> RemoveAllAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        var calls = diagnostics.Select(diagnostic => RemovableAt(root, model, diagnostic, cancellation)).OfType<InvocationExpressionSyntax>().Distinct().ToList();
        root = root.TrackNodes(calls);
        foreach (var call in calls)
        {
            root = root.GetCurrentNode(call) is { } current && Without(root, current) is { } changed ? changed : root;
        }

        return document.WithSyntaxRoot(root);
    }

    // Called as a static method, it holds the proxy as its argument.
    private static InvocationExpressionSyntax? RemovableAt(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation) =>
        diagnostic.Properties.ContainsKey(FindingReports.Removable) && CallAt(root, diagnostic) is { } call
        && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { MethodKind: MethodKind.ReducedExtension }
            ? call
            : null;

    private static InvocationExpressionSyntax? CallAt(SyntaxNode root, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        return root.FullSpan.Contains(span)
            ? root.FindToken(span.Start).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>(call =>
                call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RequireAuthorization" } access && access.Name.SpanStart == span.Start)
            : null;
    }

    private static SyntaxNode? Without(SyntaxNode root, InvocationExpressionSyntax call)
    {
        // Of a call inside #if, the directives would go and leave their ends.
        if (call.Expression is not MemberAccessExpressionSyntax access
            || access.OperatorToken.ContainsDirectives || access.Name.ContainsDirectives || call.ArgumentList.ContainsDirectives)
        {
            return null;
        }

        // proxy.RequireAuthorization(); without the call is no statement.
        if (access.Expression is IdentifierNameSyntax && call.Parent is ExpressionStatementSyntax statement)
        {
            SyntaxNode whole = statement.Parent is GlobalStatementSyntax global ? global : statement;
            return whole.Parent is BlockSyntax or CompilationUnitSyntax ? root.RemoveNode(whole, Kept(whole)) : null;
        }

        if (call.Parent is ExpressionStatementSyntax or LambdaExpressionSyntax or ArrowExpressionClauseSyntax
            && access.Expression is not InvocationExpressionSyntax)
        {
            return null;
        }

        return root.ReplaceNode(call, access.Expression.WithTrailingTrivia(call.GetTrailingTrivia()));
    }

    // A comment above may be about more than the call; an empty line is about nothing.
    private static SyntaxRemoveOptions Kept(SyntaxNode statement) =>
        SyntaxRemoveOptions.KeepUnbalancedDirectives
        | (statement.GetLeadingTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            ? SyntaxRemoveOptions.KeepLeadingTrivia
            : SyntaxRemoveOptions.KeepNoTrivia);
}
