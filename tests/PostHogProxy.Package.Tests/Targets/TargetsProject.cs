using System.Text;
using System.Text.Json;
using PostHogProxy.Package.Tests.Consumers;

namespace PostHogProxy.Package.Tests.Targets;

/// <summary>A project that imports what the package's folder <c>buildTransitive</c> holds, without the rest of the package.</summary>
internal sealed class TargetsProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TargetsProject(string sdk = "Microsoft.NET.Sdk.Web", string more = "")
    {
        var imported = Repository.File("src/PostHogProxy.Middleware/Package/buildTransitive/PostHogProxy.Middleware");
        Write("App.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Library</OutputType>
              </PropertyGroup>
              <PropertyGroup>
                <_PostHogTasks>{Repository.Tasks}</_PostHogTasks>
              </PropertyGroup>
              {more}
              <Import Project="{imported}.props" />
              <Import Project="{imported}.targets" />
            </Project>
            """);
    }

    public string Folder => _folder.File("app");

    public void Write(string path, string content, Encoding? encoding = null)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content, encoding ?? new UTF8Encoding(false));
    }

    /// <summary>The files that the compiler is given beside C#, each with its kind.</summary>
    public async Task<SortedDictionary<string, string>> AdditionalFilesAsync(params string[] arguments)
    {
        var output = await Dotnet.RunAsync(Folder, ["msbuild", "App.csproj", "-t:FindPostHogFiles;AddPostHogFilterLists", "-getItem:AdditionalFiles", .. arguments]);
        using var items = JsonDocument.Parse(output);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items.RootElement.GetProperty("Items").GetProperty("AdditionalFiles").EnumerateArray())
        {
            var path = Path.GetRelativePath(Folder, item.GetProperty("FullPath").GetString()!).Replace('\\', '/');
            files.Add(path, item.TryGetProperty("PostHogProxyKind", out var kind) ? kind.GetString()! : "");
        }

        return files;
    }

    public void Dispose() => _folder.Dispose();
}
