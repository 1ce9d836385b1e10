namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>
/// Apps of somebody else, in a folder outside the repository, that install the package from the folder it was packed into. Packages are
/// unpacked into the workspace: an older one of the same version, in the machine's cache, must not answer.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Workspace(PackedPackage package)
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{package.Folder}" />
              </packageSources>
            </configuration>
            """);
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>$(MSBuildThisFileDirectory).packages/</RestorePackagesPath>
                <PostHogProxyVersion>{package.Version}</PostHogProxyVersion>
                <ErrorLog>$(MSBuildProjectDirectory)/obj/compiler.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            </Project>
            """);
        Write("global.json", File.ReadAllText(Repository.File("global.json")));
    }

    public string Folder => _folder.Path;

    public string PathOf(string path) => _folder.File(path);

    /// <summary>Copies an app from this project's folder <c>Projects</c>.</summary>
    public void Add(string app) => Repository.Copy(Repository.File($"tests/PostHogProxy.Package.Tests/Projects/{app}"), PathOf(app));

    public void Write(string path, string content)
    {
        var file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public Task<string> BuildAsync(string project, params string[] more) =>
        Dotnet.RunAsync(Folder, ["build", project, "-v", "m", "-clp:NoSummary", "-tl:off", .. more]);

    /// <summary>Builds everything under the folder at once: each build by itself costs seconds.</summary>
    public Task<string> BuildAllAsync()
    {
        var projects = Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        Write("All.slnx", $"<Solution>{string.Concat(projects.Select(each => $"<Project Path=\"{Path.GetRelativePath(Folder, each)}\" />"))}</Solution>");
        return BuildAsync("All.slnx");
    }

    public void Dispose() => _folder.Dispose();
}
