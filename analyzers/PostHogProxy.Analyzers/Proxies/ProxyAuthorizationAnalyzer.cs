using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Proxies;

/// <summary>PHX1004: <c>RequireAuthorization</c> on a proxy, or on a group it is in.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ProxyAuthorizationAnalyzer : PostHogProxyAnalyzer
{
    public ProxyAuthorizationAnalyzer()
        : base([EndpointFindingRules.Authorization])
    {
    }

    /// <summary>The call from its name on: what a reader would cross out.</summary>
    public static Location LocationOf(InvocationExpressionSyntax call)
    {
        var start = call.Expression is MemberAccessExpressionSyntax access ? access.Name.SpanStart : call.SpanStart;
        return Location.Create(call.SyntaxTree, TextSpan.FromBounds(start, call.Span.End));
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterSemanticModelAction(action =>
        {
            var tree = action.SemanticModel.SyntaxTree;

            // Two proxies of one group share its call.
            var authorizations = app.Proxies(action.CancellationToken).Calls
                .SelectMany(call => call.Authorizations)
                .Where(call => call.Syntax.SyntaxTree == tree)
                .Distinct();
            foreach (var call in authorizations)
            {
                var finding = EndpointRules.Authorization(call.IsShared, tree.FilePath);
                action.ReportDiagnostic(finding.At(LocationOf(call.Syntax), isRemovable: !call.IsShared));
            }
        });
}
