using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Pomerium;
using PostHogProxy.Pomerium.Apps;

namespace PostHogProxy.Analyzers.Pomerium;

/// <summary>PHX4001 to PHX4099 in Pomerium's files, which are judged against the app as well.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class PomeriumAnalyzer : PostHogProxyAnalyzer
{
    public PomeriumAnalyzer()
        : base(PomeriumFindingRules.All)
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterAdditionalFileAction(action =>
        {
            if (PomeriumFiles.Of(action.AdditionalFile, action.Options, action.CancellationToken) is not { } configuration
                || action.AdditionalFile.Read(action.CancellationToken) is not { } text)
            {
                return;
            }

            var proxies = app.Proxies(action.CancellationToken);
            var setUp = new AppSetUp(proxies.Proxies, proxies.AllKnown, app.Clients(action.CancellationToken));
            foreach (var finding in AppChecks.Judge(configuration, setUp, app.FilterLists(action.CancellationToken), action.CancellationToken))
            {
                if (finding.In(action.AdditionalFile.Path, text, configuration.Text) is { } diagnostic)
                {
                    action.ReportDiagnostic(diagnostic);
                }
            }
        });
}
