using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

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
                if (action.Operation is IInvocationOperation invocation && InteropCall.Of(invocation) is { } call)
                {
                    Judge(action, app, call);
                }
            },
            OperationKind.Invocation);

    private static void Judge(OperationAnalysisContext action, AppModel app, InteropCall call)
    {
        var tree = action.Operation.Syntax.SyntaxTree;
        var findings = Judge(call, app, tree.FilePath, action.CancellationToken);
        if (findings.Count == 0)
        {
            return;
        }

        var text = tree.GetText(action.CancellationToken).ToString();
        foreach (var finding in findings)
        {
            if (finding.Range is { } range && !DisabledLines.Covers(text, range, finding.Id))
            {
                action.ReportDiagnostic(finding.At(Location.Create(tree, new(range.Start, range.Length)), finding.Replacement));
            }
        }
    }

    private static List<Finding> Judge(InteropCall call, AppModel app, string where, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        if (InteropSetups.Of(call, call.Where) is { } setup)
        {
            var proxies = app.ProxiesForClients(cancellation);
            findings.AddRange(ClientRules.Judge(setup, proxies.Proxies, proxies.AllKnown, where, app.OtherEndpoints(cancellation)));
        }

        // Whatever the function is, what it is given is in the browser of everybody.
        foreach (var value in call.Arguments.SelectMany(InteropOptions.Texts))
        {
            if (value.Text is { } text && SecretKeys.Judge(text, where) is { Count: > 0 } secrets
                && !findings.Any(known => known.Id == secrets[0].Id && known.Range.Equals(value.Range)))
            {
                findings.Add(secrets[0] with { Range = value.Range });
            }
        }

        return findings;
    }
}
