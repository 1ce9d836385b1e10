using System.Diagnostics;
using PostHogProxy.Package.Tests;
using PostHogProxy.Recipes;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>The single-page app of docs/snippet.md, with the page's own text, and the Vite that builds and serves it.</summary>
internal sealed class ViteApp : IAsyncDisposable
{
    private const string Section = "Single-page apps";
    private const string Ready = "Local:";

    private static readonly NodeFolder Node = new(Repository.Root, "vite");

    private readonly string _folder;
    private Process? _server;

    private ViteApp(string folder) => _folder = folder;

    /// <param name="app">Where the app answers that it belongs to.</param>
    public static async Task<ViteApp> WriteAsync(Uri app)
    {
        await Node.InstallAsync();

        // Below the folder with node_modules, where Vite looks for them.
        var folder = Path.Combine(Node.Path, "artifacts", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "private": true, "type": "module" }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "index.html"), """
            <!DOCTYPE html>
            <html lang="en">
            <head><title>Lamps</title><link rel="icon" href="data:,"></head>
            <body><script type="module" src="/main.js"></script></body>
            </html>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "posthog.js"), DocsPage.Block("docs/snippet.md", Section, "js"));

        // A test asks the page for posthog, which a module keeps to itself.
        await File.WriteAllTextAsync(Path.Combine(folder, "main.js"), """
            import posthog from 'posthog-js';
            import { startPostHog } from './posthog.js';

            window.posthog = posthog;
            await startPostHog();
            """);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "vite.config.js"),
            DocsPage.Block("docs/snippet.md", "Vite", "js").Replace("http://localhost:5000", app.ToString().TrimEnd('/'), StringComparison.Ordinal));
        return new(folder);
    }

    /// <summary>Builds it into a folder.</summary>
    public async Task BuildAsync(string into)
    {
        using var process = Start("build", "--outDir", into, "--emptyOutDir");
        var said = process.StandardOutput.ReadToEndAsync();
        var wrong = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await said + await wrong);
    }

    /// <summary>Starts the development server, and returns its address.</summary>
    public async Task<Uri> ServeAsync()
    {
        _server = Start("--host", "127.0.0.1", "--port", "0", "--clearScreen", "false");
        _ = _server.StandardError.ReadToEndAsync();
        var said = "";
        while (await _server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said += line + "\n";
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                _ = _server.StandardOutput.ReadToEndAsync();
                return new(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim());
            }
        }

        throw new InvalidOperationException($"Vite ended: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Process Start(params string[] arguments) => Dotnet.StartProgram(
        "node", _folder, [Path.Combine(Node.Path, "node_modules", "vite", "bin", "vite.js"), .. arguments], ("NO_COLOR", "1"), ("FORCE_COLOR", "0"), ("CI", "1"));
}
