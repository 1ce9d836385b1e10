using Microsoft.Build.Framework;

namespace PostHogProxy.Build;

/// <summary>
/// The folders below the project that hold a project of their own: tests, another app. Their files are not this app's, unless it references
/// that project, as it does a client in Blazor.
/// </summary>
internal sealed class OtherProjects
{
    private static readonly string[] Extensions = [".csproj", ".fsproj", ".vbproj"];

    private readonly List<string> _folders;

    private OtherProjects(List<string> folders, List<string> patterns)
    {
        _folders = folders;
        Patterns = patterns;
    }

    /// <summary>Relative to the project's folder, as <c>checks/Shop.Checks/**</c>.</summary>
    public IReadOnlyList<string> Patterns { get; }

    public static OtherProjects In(IEnumerable<ITaskItem> files, string project, IEnumerable<ITaskItem> references)
    {
        var home = FolderOf(Path.GetFullPath(project));
        var own = new HashSet<string>(references.Select(static reference => FolderOf(reference.GetMetadata("FullPath"))), StringComparer.OrdinalIgnoreCase) { home };
        List<string> folders = [], patterns = [];
        foreach (var file in files)
        {
            if (Extensions.Any(extension => file.ItemSpec.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                && FolderOf(file.GetMetadata("FullPath")) is var folder && !own.Contains(folder)
                && folder.StartsWith(home, StringComparison.OrdinalIgnoreCase) && !folders.Contains(folder))
            {
                folders.Add(folder);
                patterns.Add(folder.Substring(home.Length).Replace('\\', '/') + "**");
            }
        }

        return new(folders, patterns);
    }

    public bool Hold(string path) => _folders.Any(folder => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase));

    private static string FolderOf(string path) => path.Substring(0, path.LastIndexOfAny(['/', '\\']) + 1);
}
