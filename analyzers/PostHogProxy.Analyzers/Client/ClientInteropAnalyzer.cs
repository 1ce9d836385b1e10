using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Client;

/// <summary>
/// PHX2001 to PHX2008 and PHX2010 where Blazor sets the client up. What a component's <c>@code</c> says stands in generated code, whose lines
/// lead back to the .razor file.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ClientInteropAnalyzer : PostHogProxyAnalyzer
{
    public ClientInteropAnalyzer()
        : base(ClientFindingRules.All)
    {
    }

    private protected override GeneratedCodeAnalysisFlags GeneratedCode =>
        GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterOperationAction(
            action =>
            {
                if (action.Operation is IInvocationOperation invocation && InteropCall.Of(invocation) is { } call
                    && Endpoints.Operations.Argument(invocation, "identifier")?.Value.Syntax is ExpressionSyntax identifier
                    && InteropSetups.Of(call, identifier) is { } setup)
                {
                    Judge(action, app, setup);
                }
            },
            OperationKind.Invocation);

    private static void Judge(OperationAnalysisContext action, AppModel app, ClientSetup setup)
    {
        var tree = action.Operation.Syntax.SyntaxTree;
        var text = tree.GetText(action.CancellationToken).ToString();
        var proxies = app.ProxiesForClients(action.CancellationToken);
        foreach (var finding in ClientRules.Judge(setup, proxies.Proxies, proxies.AllKnown, tree.FilePath, app.OtherEndpoints(action.CancellationToken)))
        {
            if (finding.Range is { } range && !DisabledLines.Covers(text, range, finding.Id))
            {
                action.ReportDiagnostic(finding.At(Location.Create(tree, new(range.Start, range.Length)), finding.Replacement));
            }
        }
    }
}
