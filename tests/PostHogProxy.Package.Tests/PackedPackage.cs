using System.IO.Compression;
using System.Xml.Linq;

namespace PostHogProxy.Package.Tests;

/// <summary>What <c>dotnet pack</c> of the solution gives, packed once for all tests.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    // A folder with packages that are packed already: to pack takes a minute, and longer than all else on a busy machine.
    private static readonly string? Packed = Environment.GetEnvironmentVariable("POSTHOGPROXY_PACKED");

    /// <summary>Where the packages lie: a NuGet source for consumers.</summary>
    public string Folder { get; } = Packed ?? Repository.File("artifacts/package");

    public string Nupkg => Path.Combine(Folder, $"PostHogProxy.Middleware.{Version}.nupkg");

    public string Snupkg => Path.Combine(Folder, $"PostHogProxy.Middleware.{Version}.snupkg");

    public string Version { get; } = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("Version").Single().Value;

    public async ValueTask InitializeAsync()
    {
        if (Packed is not null)
        {
            return;
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        await Dotnet.RunAsync(Repository.Root, "pack", "PostHogProxy.Middleware.sln", "-c", "Release", "-o", Folder);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Every file of a package with its bytes.</summary>
    internal static SortedDictionary<string, byte[]> Read(string package)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var zip = ZipFile.OpenRead(package);
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            files.Add(entry.FullName, bytes.ToArray());
        }

        return files;
    }
}
