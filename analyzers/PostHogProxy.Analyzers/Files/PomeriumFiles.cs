using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Analyzers.Files;

/// <summary>
/// The Pomerium configurations among the additional files. The package's targets mark what they find; a file somebody names without saying
/// its kind is known by its own name, as they know it.
/// </summary>
internal static class PomeriumFiles
{
    private const string Kind = "Pomerium";
    private const string Name = "pomerium";

    // A thousand routes have a tenth of it.
    private const int Largest = 1024 * 1024;

    private static readonly FileTexts<PomeriumConfiguration> Read = new((text, _, cancellation) => PomeriumConfiguration.Read(text.ToString(), ct: cancellation));

    public static PomeriumConfiguration? Of(AdditionalText file, AnalyzerOptions options, CancellationToken cancellation) =>
        IsPomerium(file, options) && JudgedFiles.Has(file, options) ? Read.Of(file, Largest, cancellation) : null;

    private static bool IsPomerium(AdditionalText file, AnalyzerOptions options)
    {
        if (FilterLists.KindOf(file, options) is { } kind)
        {
            return kind == Kind;
        }

        if (!file.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !file.Path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Only folders of the project: a whole repository may be named so.
        var parts = ProjectPath.Of(file.Path, options).Split('/');
        return parts[parts.Length - 1].StartsWith(Name, StringComparison.OrdinalIgnoreCase)
            || parts.Take(parts.Length - 1).Contains(Name, StringComparer.OrdinalIgnoreCase);
    }
}
