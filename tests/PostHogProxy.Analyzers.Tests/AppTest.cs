using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using PostHogProxy.Analyzers.Proxies;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>
/// Compiles an app with every analyzer of the package and compares with the marks in its files: <c>{|PHX1001:"/tracking/events"|}</c>.
/// What is not marked must not be reported, AD0001 for instance.
/// </summary>
internal sealed class AppTest : CSharpAnalyzerTest<ProxyPathAnalyzer, DefaultVerifier>
{
    // What the package's targets hand over; what they leave out is typed anew in the tests.
    private static readonly string LeftOut = string.Join('|', XDocument
        .Load(Repository.File("src/PostHogProxy.Middleware/Package/buildTransitive/PostHogProxy.Middleware.targets"))
        .Descendants("PostHogProxyLeftOut").SelectMany(patterns => patterns.Value.Split(';')).Where(pattern => !pattern.StartsWith("$(", StringComparison.Ordinal)));

    public AppTest(string source, (string Path, string Text)[] files, bool withPackage = true)
    {
        ReferenceAssemblies = App.Framework;
        TestCode = source;

        // Two analyzers say one rule: of scripts, and of strings that hold scripts.
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
        TestState.OutputKind = OutputKind.ConsoleApplication;
        TestState.AdditionalReferences.AddRange(App.References(withPackage));
        TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\nbuild_property._PostHogLeftOut = {LeftOut}\n"));
        foreach (var (path, text) in files)
        {
            TestState.AdditionalFiles.Add((path, text));
        }
    }

    /// <summary>The marks of <paramref name="source"/> and of the files, and nothing else.</summary>
    public static Task SaysAsync(string source, params (string Path, string Text)[] files) =>
        new AppTest(source, files).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The same in a project that has a property of its own.</summary>
    public static Task SaysAsync(string property, string source, (string Path, string Text)[] files)
    {
        var test = new AppTest(source, files);
        test.TestState.AnalyzerConfigFiles.Clear();
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\nbuild_property.{property}\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => App.Analyzers;
}
