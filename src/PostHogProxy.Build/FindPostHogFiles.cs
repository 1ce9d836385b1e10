using Microsoft.Build.Framework;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Build;

/// <summary>
/// Of all files of a project, those that the analyzers have something to say about. What becomes an additional file compiles the C# again
/// when it is saved, so a script that sends an event is none.
/// </summary>
public sealed class FindPostHogFiles : FileTask
{
    /// <summary>Every file that may be the app's own.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The project that is built.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The projects it references: what lies in their folders is served by the app.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The files to look into.</summary>
    [Output]
    public ITaskItem[] Found { get; private set; } = [];

    /// <summary>The folders of projects of their own, as patterns; each with a bar before it.</summary>
    [Output]
    public string LeftOut { get; private set; } = "";

    /// <inheritdoc />
    protected override void Run()
    {
        var others = OtherProjects.In(Files, ProjectFile, References);
        LeftOut = string.Concat(others.Patterns.Select(static pattern => "|" + pattern));
        var sources = new HashSet<string>(Files.Select(static file => file.ItemSpec), StringComparer.OrdinalIgnoreCase);
        Found = [.. Files.Where(file => IsWanted(file, others, sources))];
    }

    private bool IsWanted(ITaskItem file, OtherProjects others, HashSet<string> sources)
    {
        var name = file.ItemSpec;
        var isSettings = SettingsFile.IsSettings(name);
        var language = isSettings ? null : ClientSetups.LanguageOf(name);
        return (isSettings || language is not null) && !IsRazor(name) && !Sources(name).Any(sources.Contains)
            && FullPathOf(file) is { } path && !others.Hold(path)
            && Read(file, path) is { } text && Matters(file, text, language);
    }

    private bool Matters(ITaskItem file, string text, ClientLanguage? language)
    {
        try
        {
            return language is { } known ? JudgedTexts.Matters(text, known, Ended) : JudgedTexts.Speaks(text);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Say(file, $"it cannot be understood ({error.Message.TrimEnd('.')})");
            return false;
        }
    }

    // What a compiler wrote beside its source.
    private static IEnumerable<string> Sources(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".JS" => Named(name, ".ts", ".tsx", ".jsx"),
        ".MJS" => Named(name, ".mts"),
        ".CJS" => Named(name, ".cts"),
        ".JSX" => Named(name, ".tsx"),
        _ => [],
    };

    private static IEnumerable<string> Named(string name, params string[] extensions)
    {
        var start = name.Substring(0, name.LastIndexOf('.'));
        return extensions.Select(extension => start + extension);
    }

    // The Razor SDK gives them to the compiler.
    private static bool IsRazor(string name) =>
        name.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".razor", StringComparison.OrdinalIgnoreCase);
}
