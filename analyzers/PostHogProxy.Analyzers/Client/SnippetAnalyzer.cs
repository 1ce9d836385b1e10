using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Client;

/// <summary>PHX2009: <c>&lt;posthog-snippet&gt;</c> in Razor files, which the Razor SDK gives to the compiler.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SnippetAnalyzer : PostHogProxyAnalyzer
{
    private const string Imports = "_ViewImports.cshtml";

    public SnippetAnalyzer()
        : base([ClientFindingRules.UnboundSnippet])
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterAdditionalFileAction(action =>
        {
            var file = action.AdditionalFile;
            var isComponent = file.Path.EndsWith(".razor", StringComparison.OrdinalIgnoreCase);
            if ((!isComponent && !file.Path.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase))
                || !JudgedFiles.Has(file, action.Options)
                || file.Read(action.CancellationToken) is not { } text)
            {
                return;
            }

            var content = text.ToString();
            if (content.IndexOf(SnippetTags.Name, StringComparison.OrdinalIgnoreCase) < 0)
            {
                return;
            }

            var findings = isComponent
                ? SnippetRules.JudgeComponent(content, file.Path)
                : SnippetRules.JudgePage(content, InReach(file, action.Options.AdditionalFiles, action.CancellationToken), file.Path);
            foreach (var finding in findings)
            {
                if (finding.In(file.Path, text, content) is { } diagnostic)
                {
                    action.ReportDiagnostic(diagnostic);
                }
            }
        });

    // In its folder and above it, outermost first: a path that is shorter is further out.
    private static IEnumerable<string> InReach(AdditionalText file, ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        var folder = FolderOf(file.Path);
        return files
            .Where(other => other != file && NameOf(other.Path).Equals(Imports, StringComparison.OrdinalIgnoreCase)
                && folder.StartsWith(FolderOf(other.Path), StringComparison.OrdinalIgnoreCase))
            .OrderBy(static other => other.Path.Length)
            .Select(other => other.Read(cancellation)?.ToString() ?? "");
    }

    private static string FolderOf(string path) => path.Substring(0, path.LastIndexOfAny(['/', '\\']) + 1).Replace('\\', '/');

    private static string NameOf(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
