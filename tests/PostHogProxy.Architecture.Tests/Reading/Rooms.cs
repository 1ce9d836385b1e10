using Mono.Cecil;

namespace PostHogProxy.Architecture.Tests.Reading;

/// <summary>
/// Which room of its project a type stands in: the folder of its file. The namespace says the same, but for the types that users see: those are
/// in <c>PostHogProxy</c> wherever their file is.
/// </summary>
internal sealed class Rooms(string project, string rootNamespace)
{
    /// <summary>The name of the folder at the top of a project.</summary>
    public const string Ground = "(root)";

    private readonly string _folder = $"/{project}/";
    private readonly ILookup<string, string> _files = Directory
        .EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.File(project), file).Replace('\\', '/'))
        .Where(file => !file.StartsWith("bin/", StringComparison.Ordinal) && !file.StartsWith("obj/", StringComparison.Ordinal))
        .ToLookup(file => Path.GetFileNameWithoutExtension(file).Split('.')[0], FolderOf, StringComparer.Ordinal);

    /// <summary>The folders that have files with types in them.</summary>
    public IEnumerable<string> Folders => _files.SelectMany(folders => folders).Distinct(StringComparer.Ordinal);

    public string Of(TypeDefinition type) =>
        FromSymbols(type) ?? FromFileName(type) ?? FromNamespace(type.Namespace);

    /// <summary>The room that a namespace stands for.</summary>
    public string FromNamespace(string name) =>
        name.StartsWith(rootNamespace + ".", StringComparison.Ordinal) ? name[(rootNamespace.Length + 1)..].Replace('.', '/') : Ground;

    private string? FromSymbols(TypeDefinition type) => type.Methods
        .SelectMany(method => method.DebugInformation.SequencePoints)
        .Select(point => InProject(point.Document.Url.Replace('\\', '/')))
        .FirstOrDefault(folder => folder is not null);

    private string? InProject(string document)
    {
        var at = document.IndexOf(_folder, StringComparison.Ordinal);
        var file = at < 0 ? "" : document[(at + _folder.Length)..];
        return file.Length == 0 || file.StartsWith("obj/", StringComparison.Ordinal) ? null : FolderOf(file);
    }

    // A type without code: an enumeration, an interface, or one whose methods a generator writes.
    private string? FromFileName(TypeDefinition type) =>
        _files[type.Name.Split('`')[0]].ToList() is [var only] ? only : null;

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/') is { Length: > 0 } folder ? folder : Ground;
}
