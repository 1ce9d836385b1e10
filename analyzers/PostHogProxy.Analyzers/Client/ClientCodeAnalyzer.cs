using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Client;

/// <summary>PHX2001 to PHX2008 in the strings of C# that hold a page or a script.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ClientCodeAnalyzer : PostHogProxyAnalyzer
{
    private const string Name = "posthog";

    public ClientCodeAnalyzer()
        : base(ClientFindingRules.All)
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterSemanticModelAction(action =>
        {
            var tree = action.SemanticModel.SyntaxTree;
            if (tree.GetText(action.CancellationToken).ToString().IndexOf(Name, StringComparison.OrdinalIgnoreCase) < 0)
            {
                return;
            }

            foreach (var expression in tree.GetRoot(action.CancellationToken).DescendantNodes().OfType<ExpressionSyntax>())
            {
                if (EmbeddedText.Of(expression) is { } embedded && embedded.Text.IndexOf(Name, StringComparison.OrdinalIgnoreCase) >= 0)
                {
                    Judge(action, app, embedded);
                }
            }
        });

    private static void Judge(SemanticModelAnalysisContext action, AppModel app, EmbeddedText embedded)
    {
        var tree = action.SemanticModel.SyntaxTree;
        var proxies = app.Proxies(action.CancellationToken);
        foreach (var setup in ClientSetups.Find(embedded.Text, embedded.Language, action.CancellationToken))
        {
            var known = embedded.WithoutHoles(setup);
            foreach (var finding in ClientRules.Judge(known, proxies.Proxies, proxies.AllKnown, tree.FilePath))
            {
                var range = finding.Range ?? setup.Range;
                if (embedded.SpanOf(range) is { } span && !DisabledLines.Covers(embedded.Text, range, finding.Id))
                {
                    action.ReportDiagnostic(finding.At(
                        Location.Create(tree, span),
                        finding.Replacement is { } text && embedded.CanHold(range, text) ? text : null));
                }
            }
        }
    }
}
