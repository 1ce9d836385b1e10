using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PostHogProxy.Testing;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>An app with an outbox in a process of its own, which the test ends as a crash or the system would: at once, and without a word.</summary>
internal sealed class KilledApp : IAsyncDisposable
{
    private readonly Process _process;

    private KilledApp(Process process, int port)
    {
        _process = process;
        Client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    /// <param name="kind">Of the apps that are measured, one with an outbox.</param>
    /// <param name="postHog">Where it sends everything.</param>
    /// <param name="store">Where its outbox is.</param>
    public static async Task<KilledApp> StartAsync(string kind, PostHogStandIn postHog, string store)
    {
        var port = FreePort();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var host = Path.GetFullPath(
            $"../../../../../benchmarks/side-by-side/Host/bin/{configuration}/net10.0/PostHogProxy.SideBySide.Host.dll", AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { host, kind, $"{port}", $"{postHog.Port}", postHog.Certificate.GetCertHashString(), store })
        {
            start.ArgumentList.Add(argument);
        }

        // It lives for a second: what makes a long life fast only makes its start slow.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Application started", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, port);
            }
        }

        throw new InvalidOperationException($"{host} ended with {process.ExitCode}.");
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync();
        _process.Close();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
