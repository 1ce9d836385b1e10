using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>An app with the proxy in a process of its own, before the given PostHog: what it holds in memory is its own.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ProxyProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        Client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public HttpClient Client { get; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public long PeakWorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <param name="postHog">Where it sends everything.</param>
    /// <param name="environment">Settings of the runtime, such as the largest heap.</param>
    public static async Task<ProxyProcess> StartAsync(PostHogStandIn postHog, params (string Name, string Value)[] environment)
    {
        var port = FreePort();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var host = Repository.File($"benchmarks/side-by-side/Host/bin/{configuration}/net10.0/PostHogProxy.SideBySide.Host.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { host, "quiet", $"{port}", $"{postHog.Port}", postHog.Certificate.GetCertHashString() })
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
