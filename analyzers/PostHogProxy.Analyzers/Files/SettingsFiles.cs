using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Analyzers.Files;

/// <summary>The <c>appsettings*.json</c> among the additional files.</summary>
internal static class SettingsFiles
{
    private const int Largest = 1024 * 1024;

    private static readonly FileTexts<SettingsFile> Read = new((text, path, cancellation) => SettingsFile.Read(text.ToString(), path, cancellation));

    public static SettingsFile? Of(AdditionalText file, AnalyzerOptions options, CancellationToken cancellation) =>
        SettingsFile.IsSettings(file.Path) && JudgedFiles.Has(file, options) ? Read.Of(file, Largest, cancellation) : null;

    public static IReadOnlyList<SettingsFile> All(AnalyzerOptions options, CancellationToken cancellation) =>
        [.. options.AdditionalFiles.Select(file => Of(file, options, cancellation)).OfType<SettingsFile>()];
}
