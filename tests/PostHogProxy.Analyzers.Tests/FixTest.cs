using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using PostHogProxy.Analyzers.Proxies;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>Applies one of the fixes of the package, one by one and all at once, in the document, the project and the solution.</summary>
internal sealed class FixTest<TFix> : CSharpCodeFixTest<ProxyPathAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private FixTest(string before, string after)
    {
        ReferenceAssemblies = App.Framework;
        TestCode = before;
        FixedCode = after;
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
        TestState.OutputKind = OutputKind.ConsoleApplication;
        TestState.AdditionalReferences.AddRange(App.References(withPackage: true));
    }

    /// <param name="before">With marks on what is found.</param>
    /// <param name="after">With marks on what is still found then.</param>
    /// <param name="count">How many times the fix is applied one by one.</param>
    public static Task TurnsAsync(string before, string after, int count = 1) =>
        new FixTest<TFix>(before, after) { NumberOfIncrementalIterations = count, NumberOfFixAllIterations = 1 }
            .RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The findings stay: no fix is offered for them.</summary>
    public static Task LeavesAsync(string source)
    {
        var test = new FixTest<TFix>(source, source);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => App.Analyzers;
}
