namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>A folder outside the repository: no file of the repository may help a consumer's build.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("posthogproxy-package-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A virus scanner may still hold a file; the folder is the system's to clean.
        }
    }
}
