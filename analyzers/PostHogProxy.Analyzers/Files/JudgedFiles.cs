using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PostHogProxy.Analyzers.Files;

/// <summary>
/// Which of the files beside C# belong to the app. The patterns stand in one place, the property PostHogProxyLeftOut of the package's targets,
/// which hand them over together with what the project adds. So they reach the Razor files too, which the Razor SDK gives to the compiler.
/// </summary>
internal static class JudgedFiles
{
    private const string ScanFiles = "build_property.PostHogProxyScanFiles";
    private const string LeftOut = "build_property._PostHogLeftOut";

    public static bool Has(AdditionalText file, AnalyzerOptions options)
    {
        var properties = options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (properties.TryGetValue(ScanFiles, out var scan) && scan.Trim().Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Of a file elsewhere, the folders above it say nothing: a whole repository may lie in a folder named tests.
        var path = ProjectPath.Of(file.Path, options);
        return !properties.TryGetValue(LeftOut, out var patterns)
            || Path.IsPathRooted(path)
            || !patterns.Split('|').Any(pattern => PathPattern.Matches(pattern.Trim(), path));
    }
}
