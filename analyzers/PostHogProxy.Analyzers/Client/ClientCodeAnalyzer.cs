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
        var setups = ClientSetups.Find(embedded.Text, ClientSetups.LanguageOfLiteral(embedded.Text), action.CancellationToken).Select(embedded.WithoutHoles);
        foreach (var finding in ClientRules.JudgeText(embedded.Text, [.. setups], proxies.Proxies, proxies.AllKnown, tree.FilePath))
        {
            if (finding.Range is { } range && embedded.SpanOf(range) is { } span)
            {
                var replacement = finding.Replacement is { } text && embedded.CanHold(range, text) ? text : null;
                action.ReportDiagnostic(finding.At(Location.Create(tree, span), replacement));
            }
        }
    }
}
