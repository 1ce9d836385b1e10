using System.Diagnostics;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>A folder of tests/ with scripts and a package-lock.json, whose packages are installed before the first run, once per lock file.</summary>
/// <param name="repository">The root of the repository.</param>
/// <param name="name">The folder's name.</param>
internal sealed class NodeFolder(string repository, string name)
{
    private static readonly SemaphoreSlim Install = new(1);

    public string Path { get; } = System.IO.Path.Combine(repository, "tests", name);

    public async Task InstallAsync()
    {
        await Install.WaitAsync();
        try
        {
            var installed = new FileInfo(System.IO.Path.Combine(Path, "node_modules", ".package-lock.json"));
            if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(System.IO.Path.Combine(Path, "package-lock.json")))
            {
                _ = await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
            }
        }
        finally
        {
            _ = Install.Release();
        }
    }

    /// <summary>What a script prints when it is given a file with this question.</summary>
    public async Task<string> AskAsync(string script, string question)
    {
        await InstallAsync();
        var file = System.IO.Path.Combine(repository, "artifacts", name, Guid.NewGuid().ToString("N") + ".json");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, question);
        try
        {
            return await RunAsync("node", script, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
