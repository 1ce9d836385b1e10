using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PostHogProxy.Analyzers;

/// <summary>A project of tests maps proxies and writes set-ups that are wrong on purpose; no visitor ever meets them.</summary>
internal static class TestProject
{
    private static readonly string[] Properties = ["build_property.IsTestProject", "build_property.IsTestingPlatformApplication"];

    private static readonly string[] Frameworks =
    [
        "xunit.core", "xunit.assert", "xunit.v3.core", "xunit.v3.assert", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework",
        "Microsoft.Testing.Platform", "Microsoft.VisualStudio.TestPlatform.ObjectModel", "TUnit.Core", "Fixie", "Bunit", "Bunit.Core",
        "Microsoft.AspNetCore.Mvc.Testing",
    ];

    public static bool Is(Compilation compilation, AnalyzerConfigOptions options) =>
        Properties.Any(property => options.TryGetValue(property, out var value)
            && value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase))
        || compilation.ReferencedAssemblyNames.Any(assembly => Frameworks.Contains(assembly.Name, StringComparer.OrdinalIgnoreCase));
}
