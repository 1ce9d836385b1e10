using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Settings;

/// <summary>PHX3001 to PHX3004, and PHX2008, in <c>appsettings*.json</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SettingsAnalyzer : PostHogProxyAnalyzer
{
    public SettingsAnalyzer()
        : base([.. SettingsFindingRules.All, ClientFindingRules.SecretKey])
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterAdditionalFileAction(action =>
        {
            if (SettingsFiles.Of(action.AdditionalFile, action.Options, action.CancellationToken) is not { } file
                || action.AdditionalFile.Read(action.CancellationToken) is not { } text)
            {
                return;
            }

            var proxies = app.Proxies(action.CancellationToken);
            var content = text.ToString();
            var findings = ProxySectionRules.Judge(file).Concat(SecretKeys.Judge(content, file.Name));
            if (app.ServerSdk(action.CancellationToken) is { } sdk)
            {
                findings = findings.Concat(ServerSdkRules.Judge(file, proxies.Proxies, proxies.AllKnown, sdk.HostIsRead));
            }

            foreach (var finding in findings)
            {
                if (finding.In(file.Name, text, content) is { } diagnostic)
                {
                    action.ReportDiagnostic(diagnostic);
                }
            }
        });
}
