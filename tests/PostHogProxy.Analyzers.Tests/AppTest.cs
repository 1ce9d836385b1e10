using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using PostHogProxy.Analyzers.Endpoints;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>
/// Compiles an app with every analyzer of the package and compares with the marks in its files: <c>{|PHX1001:"/tracking/events"|}</c>.
/// What is not marked must not be reported, AD0001 for instance.
/// </summary>
internal sealed class AppTest : CSharpAnalyzerTest<ProxyPathAnalyzer, DefaultVerifier>
{
    public AppTest(string source, (string Path, string Text)[] files, bool withPackage = true)
    {
        ReferenceAssemblies = App.Framework;
        TestCode = source;

        // Two analyzers say one rule: of scripts, and of strings that hold scripts.
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
        TestState.OutputKind = OutputKind.ConsoleApplication;
        TestState.AdditionalReferences.AddRange(App.References(withPackage));
        foreach (var (path, text) in files)
        {
            TestState.AdditionalFiles.Add((path, text));
        }
    }

    /// <summary>The marks of <paramref name="source"/> and of the files, and nothing else.</summary>
    public static Task SaysAsync(string source, params (string Path, string Text)[] files) =>
        new AppTest(source, files).RunAsync(TestContext.Current.CancellationToken);

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => App.Analyzers;
}
