using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Files;

/// <summary>The set-ups of posthog-js in a script or a page.</summary>
internal sealed class ClientFile
{
    // Above this a script is somebody's bundle.
    private const int Largest = 1024 * 1024;

    private static readonly FileTexts<ClientFile> Read = new((text, path, cancellation) =>
    {
        var content = text.ToString();
        return ClientSetups.LanguageOf(path) is { } language
            && JudgedTexts.Speaks(content)
            && !JudgedTexts.IsBuilt(content, language)
            ? new(content, ClientSetups.Find(content, language, cancellation))
            : null;
    });

    private ClientFile(string content, IReadOnlyList<ClientSetup> setups)
    {
        Content = content;
        Setups = setups;
    }

    public string Content { get; }

    public IReadOnlyList<ClientSetup> Setups { get; }

    /// <summary>Null where the file does not speak of PostHog, or is not the team's own work.</summary>
    public static ClientFile? Of(AdditionalText file, AnalyzerOptions options, CancellationToken cancellation) =>
        ClientSetups.LanguageOf(file.Path) is null || !JudgedFiles.Has(file, options) ? null : Read.Of(file, Largest, cancellation);
}
