using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers;

/// <summary>What all our analyzers have in common: they are silent in an app that does not reference the package.</summary>
public abstract class PostHogProxyAnalyzer : DiagnosticAnalyzer
{
    private protected PostHogProxyAnalyzer(IEnumerable<FindingRule> rules)
    {
        SupportedDiagnostics = Descriptors.Of(rules);
    }

    /// <inheritdoc />
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>What is done with code that nobody wrote.</summary>
    private protected virtual GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.None;

    /// <inheritdoc />
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCode);
        context.RegisterCompilationStartAction(start =>
        {
            if (AppModel.Of(start.Compilation, start.Options) is { } app)
            {
                Start(start, app);
            }
        });
    }

    private protected abstract void Start(CompilationStartAnalysisContext context, AppModel app);
}
