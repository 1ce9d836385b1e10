using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PostHogProxy.Pomerium.Tests.Writing;

/// <summary>Reads Terraform with HashiCorp's own parser (tests/hcl), and installs it before, once per package-lock.json.</summary>
internal static class HclParser
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "hcl");
    private static readonly SemaphoreSlim Install = new(1);

    /// <summary>The resources of a file: type, then name, then the values.</summary>
    public static async Task<JsonObject> Resources(string hcl)
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

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, hcl);
            return JsonNode.Parse(await Run("node", "parse.mjs", file))!["resource"]!.AsObject();
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
