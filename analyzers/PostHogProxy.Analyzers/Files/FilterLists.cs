using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Analyzers.Files;

/// <summary>The filter lists that the user brings, <c>&lt;PostHogFilterList Include="easyprivacy.txt" /&gt;</c>.</summary>
internal static class FilterLists
{
    private const string Kind = "build_metadata.AdditionalFiles.PostHogProxyKind";

    // The largest list of today has 6 MB.
    private const int Largest = 32 * 1024 * 1024;

    private static readonly FileTexts<FilterList> Read = new((text, path, cancellation) =>
        FilterList.Parse(text.ToString(), Path.GetFileNameWithoutExtension(path), cancellation));

    public static IReadOnlyList<FilterList> All(AnalyzerOptions options, CancellationToken cancellation) =>
    [
        .. options.AdditionalFiles
            .Where(file => KindOf(file, options) == "FilterList")
            .Select(file => Read.Of(file, Largest, cancellation))
            .OfType<FilterList>(),
    ];

    /// <summary>What the project says a file is; null where it says nothing.</summary>
    public static string? KindOf(AdditionalText file, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(Kind, out var kind) && kind.Length > 0 ? kind : null;
}
