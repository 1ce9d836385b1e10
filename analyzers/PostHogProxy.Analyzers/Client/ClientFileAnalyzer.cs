using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Client;

/// <summary>PHX2001 to PHX2008 and PHX2010 in scripts and pages.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ClientFileAnalyzer : PostHogProxyAnalyzer
{
    public ClientFileAnalyzer()
        : base(ClientFindingRules.All)
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterAdditionalFileAction(action =>
        {
            if (FilterLists.KindOf(action.AdditionalFile, action.Options) is not null
                || ClientFile.Of(action.AdditionalFile, action.Options, action.CancellationToken) is not { } file
                || action.AdditionalFile.Read(action.CancellationToken) is not { } text)
            {
                return;
            }

            var proxies = app.ProxiesForClients(action.CancellationToken);
            foreach (var finding in ClientRules.JudgeText(file.Content, file.Setups, proxies.Proxies, proxies.AllKnown, action.AdditionalFile.Path, app.OtherEndpoints(action.CancellationToken)))
            {
                if (finding.In(action.AdditionalFile.Path, text, file.Content) is { } diagnostic)
                {
                    action.ReportDiagnostic(diagnostic);
                }
            }
        });
}
