using Microsoft.CodeAnalysis.Diagnostics;

namespace PostHogProxy.Analyzers.Files;

/// <summary>A file's path as somebody sees it who has the project open.</summary>
internal static class ProjectPath
{
    // The SDK hands it to the compiler of every project.
    private const string Folder = "build_property.ProjectDir";

    /// <summary>Below the project's folder, with slashes; the whole path where the file lies elsewhere or the folder is not known.</summary>
    public static string Of(string path, AnalyzerOptions options)
    {
        var plain = path.Replace('\\', '/');
        if (!options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Folder, out var folder) || folder.Length == 0)
        {
            return plain;
        }

        var start = folder.Replace('\\', '/').TrimEnd('/') + "/";
        return plain.StartsWith(start, StringComparison.OrdinalIgnoreCase) ? plain.Substring(start.Length) : plain;
    }
}
