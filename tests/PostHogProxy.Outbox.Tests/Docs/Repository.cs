namespace PostHogProxy.Outbox.Tests.Docs;

/// <summary>Finds files of the repository from where the tests run.</summary>
internal static class Repository
{
    public static string Read(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PostHogProxy.Middleware.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository."), path));
    }
}
