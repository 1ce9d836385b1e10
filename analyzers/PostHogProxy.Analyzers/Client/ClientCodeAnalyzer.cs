using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Client;

/// <summary>PHX2001 to PHX2008 and PHX2010 in the strings of C# that hold a page or a script.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ClientCodeAnalyzer : PostHogProxyAnalyzer
{
    private const string Name = "posthog";

    // What these are given first is looked for, not sent.
    private static readonly string[] Looking = ["Contains", "StartsWith", "EndsWith", "IndexOf", "Replace", "Split"];

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
                if (EmbeddedText.Of(expression) is { } embedded && embedded.Text.IndexOf(Name, StringComparison.OrdinalIgnoreCase) >= 0
                    && !IsSaid(expression) && !ShownLiterals.HasFence(embedded.Text))
                {
                    Judge(action, app, embedded);
                }
            }
        });

    /// <summary>Whether a text is for who reads the code, a document or an error, and for no browser.</summary>
    private static bool IsSaid(ExpressionSyntax text) => ShownText.Is(text) || text.Parent switch
    {
        AttributeArgumentSyntax => true,
        ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var type } } =>
            type.ToString().EndsWith("Exception", StringComparison.Ordinal),
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } } list } argument =>
            list.Arguments[0] == argument && Looking.Contains(called.Name.Identifier.ValueText),
        _ => false,
    };

    private static void Judge(SemanticModelAnalysisContext action, AppModel app, EmbeddedText embedded)
    {
        var tree = action.SemanticModel.SyntaxTree;
        var proxies = app.ProxiesForClients(action.CancellationToken);
        var setups = ClientSetups.Find(embedded.Text, ClientSetups.LanguageOfLiteral(embedded.Text), action.CancellationToken).Select(embedded.WithoutHoles);
        foreach (var finding in ClientRules.JudgeText(embedded.Text, [.. setups], proxies.Proxies, proxies.AllKnown, tree.FilePath, app.OtherEndpoints(action.CancellationToken)))
        {
            if (finding.Range is { } range && embedded.SpanOf(range) is { } span)
            {
                var replacement = finding.Replacement is { } text && embedded.CanHold(range, text) ? text : null;
                action.ReportDiagnostic(finding.At(Location.Create(tree, span), replacement));
            }
        }
    }
}
