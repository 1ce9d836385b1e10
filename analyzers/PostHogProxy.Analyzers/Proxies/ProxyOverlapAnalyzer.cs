using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Proxies;

/// <summary>
/// PHX1005: two proxies on one path, or one inside the other; one finding for a proxy around others, however many. Nothing is said of calls in different methods, on different apps, or under a
/// condition: perhaps only one of them runs.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ProxyOverlapAnalyzer : PostHogProxyAnalyzer
{
    public ProxyOverlapAnalyzer()
        : base([EndpointFindingRules.Overlap])
    {
    }

    private protected override void Start(CompilationStartAnalysisContext context, AppModel app) =>
        context.RegisterSemanticModelAction(action =>
        {
            var tree = action.SemanticModel.SyntaxTree;
            var calls = app.Proxies(action.CancellationToken).Calls.Where(call => call.Syntax.SyntaxTree == tree && !call.IsConditional).ToList();
            var around = new HashSet<MapCall>();
            for (var later = 1; later < calls.Count; later++)
            {
                for (var earlier = 0; earlier < later; earlier++)
                {
                    if (RunTogether(calls[earlier], calls[later])
                        && EndpointRules.Overlap(calls[earlier].Proxy, calls[later].Proxy, tree.FilePath) is { } finding
                        && (OuterOf(calls[earlier], calls[later]) is not { } outer || around.Add(outer)))
                    {
                        action.ReportDiagnostic(finding.At(PlaceOf(calls[later]), others: [PlaceOf(calls[earlier])]));
                        break;
                    }
                }
            }
        });

    private static bool RunTogether(MapCall first, MapCall second) =>
        first.App is not null
        && SymbolEqualityComparer.Default.Equals(first.App, second.App)
        && SymbolEqualityComparer.Default.Equals(first.Body, second.Body);

    /// <summary>Which of two that meet is around the other; null where both have one path.</summary>
    private static MapCall? OuterOf(MapCall first, MapCall second)
    {
        int one = first.Proxy.Path!.Length, other = second.Proxy.Path!.Length;
        return one == other ? null : one < other ? first : second;
    }

    private static Location PlaceOf(MapCall call) => (call.Pattern?.Syntax ?? call.Name).GetLocation();
}
