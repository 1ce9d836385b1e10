namespace PostHogProxy.Package.Tests;

/// <summary>Finds files of the repository from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The task that the package brings to MSBuild, as this build made it.</summary>
    public static string Tasks { get; } = Path.Combine(
        Root, "src/PostHogProxy.Build/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "netstandard2.0/PostHogProxy.Build.dll");

    public static string File(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "PostHogProxy.Middleware.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }

    /// <summary>Copies a folder without what a build left in it.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            System.IO.File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            if (Path.GetFileName(folder) is var name && name is not ("bin" or "obj"))
            {
                Copy(folder, Path.Combine(to, name));
            }
        }
    }
}
