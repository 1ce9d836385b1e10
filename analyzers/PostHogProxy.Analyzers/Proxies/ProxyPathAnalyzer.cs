using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Analyzers.Proxies;

/// <summary>PHX1001, PHX1002 and PHX1003: the path of a proxy, in the call that maps it or in the settings file that names it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ProxyPathAnalyzer : PostHogProxyAnalyzer
{
    public ProxyPathAnalyzer()
        : base([.. PathFindingRules.All, EndpointFindingRules.UnusablePath])
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app)
    {
        context.RegisterSemanticModelAction(action =>
        {
            var tree = action.SemanticModel.SyntaxTree;
            var calls = app.Proxies(action.CancellationToken).Calls;
            for (var index = 0; index < calls.Count; index++)
            {
                var call = calls[index];
                if (call.Syntax.SyntaxTree != tree && call.Hosts.All(host => host.Syntax.SyntaxTree != tree))
                {
                    continue;
                }

                var judge = new PathJudge(app, index, action.CancellationToken);
                if (call.Pattern is { } pattern && pattern.Syntax.SyntaxTree == tree)
                {
                    foreach (var finding in judge.Judge(call, pattern.Value, tree.FilePath))
                    {
                        var replacement = pattern.Syntax.IsKind(SyntaxKind.StringLiteralExpression) ? judge.Replacement(call, finding) : null;
                        action.ReportDiagnostic(finding.At(pattern.Syntax.GetLocation(), replacement));
                    }
                }

                // The library's own build does not know what the app puts before the path.
                else if (call.LibraryPath is { } path && call.Syntax.SyntaxTree == tree)
                {
                    foreach (var finding in judge.Judge(call, path, tree.FilePath))
                    {
                        action.ReportDiagnostic(finding.At(call.Name.GetLocation()));
                    }
                }

                foreach (var (finding, host) in judge.JudgeHosts(call, tree.FilePath).Where(judged => judged.Host.Syntax.SyntaxTree == tree))
                {
                    action.ReportDiagnostic(finding.At(host.Syntax.GetLocation()));
                }
            }
        });
        context.RegisterAdditionalFileAction(action =>
        {
            if (SettingsFiles.Of(action.AdditionalFile, action.Options, action.CancellationToken) is not { } file
                || action.AdditionalFile.Read(action.CancellationToken) is not { } text)
            {
                return;
            }

            var calls = app.Proxies(action.CancellationToken).Calls;
            for (var index = 0; index < calls.Count; index++)
            {
                if (calls[index].SectionName is { } name && file.Find($"{ProxySetting.SectionOf(name)}:Path") is { Value: { } written } entry)
                {
                    var judge = new PathJudge(app, index, action.CancellationToken);
                    foreach (var finding in judge.Judge(calls[index], written, file.Name))
                    {
                        if ((finding with { Range = entry.Json.Range }).In(file.Name, text, text.ToString()) is { } diagnostic)
                        {
                            action.ReportDiagnostic(diagnostic);
                        }
                    }
                }
            }
        });
    }
}
