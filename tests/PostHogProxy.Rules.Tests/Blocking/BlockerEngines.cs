using System.Diagnostics;
using System.Text.Json;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>A request on which an engine and we differ; <paramref name="Rule"/> is what the engine blocks it by, null where it does not.</summary>
internal sealed record EngineDifference(string Url, string Kind, bool Ours, string? Rule);

internal sealed record EngineResult(int Compared, int Blocked, IReadOnlyList<EngineDifference> Different);

/// <summary>Runs tests/blockers/compare.mjs, and installs before it what it needs, once per package-lock.json.</summary>
internal static class BlockerEngines
{
    private static readonly string Folder = Path.Combine(PublishedLists.Repository, "tests", "blockers");
    private static readonly SemaphoreSlim Install = new(1);

    public static async Task<Dictionary<string, EngineResult>> Ask(string question)
    {
        await Install.WaitAsync();
        try
        {
            var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
            if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            {
                _ = await Run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
            }
        }
        finally
        {
            _ = Install.Release();
        }

        var file = Path.Combine(PublishedLists.Repository, "artifacts", "blockers", Guid.NewGuid().ToString("N") + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, question);
        try
        {
            var answer = await Run("node", "compare.mjs", file);
            return JsonSerializer.Deserialize<Dictionary<string, EngineResult>>(answer, JsonSerializerOptions.Web)!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
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
