using Microsoft.CodeAnalysis;
using PostHogProxy.Rules.Client;

namespace PostHogProxy.Analyzers.Files;

/// <summary>The set-ups of posthog-js in a script or a page.</summary>
internal sealed class ClientFile
{
    // Above this a script is somebody's bundle.
    private const int Largest = 1024 * 1024;

    private static readonly FileTexts<ClientFile> Read = new((text, path, cancellation) =>
    {
        var content = text.ToString();
        return ClientSetups.LanguageOf(path) is { } language && content.IndexOf("posthog", StringComparison.OrdinalIgnoreCase) >= 0
            ? new(content, ClientSetups.Find(content, language, cancellation))
            : null;
    });

    // Names that no folder above a project has; the package's targets leave out what a build writes.
    private static readonly string[] ForeignFolders = ["/wwwroot/lib/", "/node_modules/", "/bower_components/"];

    private ClientFile(string content, IReadOnlyList<ClientSetup> setups)
    {
        Content = content;
        Setups = setups;
    }

    public string Content { get; }

    public IReadOnlyList<ClientSetup> Setups { get; }

    /// <summary>Null where the file does not speak of PostHog, or is not the team's own work.</summary>
    public static ClientFile? Of(AdditionalText file, CancellationToken cancellation) =>
        ClientSetups.LanguageOf(file.Path) is null || IsForeign(file.Path) ? null : Read.Of(file, Largest, cancellation);

    private static bool IsForeign(string path)
    {
        var plain = "/" + path.Replace('\\', '/');
        return plain.IndexOf(".min.", StringComparison.OrdinalIgnoreCase) >= 0
            || ForeignFolders.Any(folder => plain.IndexOf(folder, StringComparison.OrdinalIgnoreCase) >= 0);
    }
}
