using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Analyzers.Files;

/// <summary>The <c>appsettings*.json</c> among the additional files.</summary>
internal static class SettingsFiles
{
    private const int Largest = 1024 * 1024;

    private static readonly FileTexts<SettingsFile> Read = new((text, path, cancellation) => SettingsFile.Read(text.ToString(), path, cancellation));

    public static SettingsFile? Of(AdditionalText file, CancellationToken cancellation) =>
        SettingsFile.IsSettings(file.Path) ? Read.Of(file, Largest, cancellation) : null;

    public static IReadOnlyList<SettingsFile> All(ImmutableArray<AdditionalText> files, CancellationToken cancellation) =>
        [.. files.Select(file => Of(file, cancellation)).OfType<SettingsFile>()];
}
