using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PostHogProxy.Http2.Pooling;

namespace PostHogProxy.Http2.Tests.Servers;

/// <summary>The real servers, each started when a test first wants it.</summary>
public sealed class ServerFarm : IAsyncLifetime
{
    private readonly Certificate _certificate = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<int>>> _ports = new();
    private readonly ConcurrentBag<Process> _processes = [];
    private readonly ConcurrentBag<KestrelServer> _apps = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("posthog-proxy-h2-").FullName;
    private Lazy<Task<KestrelServer>>? _backend;

    public ValueTask InitializeAsync()
    {
        _backend = new(async () =>
        {
            var app = await KestrelServer.StartAsync(certificate: null);
            _apps.Add(app);
            return app;
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>A pool of connections to this server.</summary>
    internal async Task<Http2ConnectionPool> PoolAsync(string server)
    {
        var port = await _ports.GetOrAdd(server, name => new(() => StartAsync(name))).Value;
        return new(token => ConnectAsync(port, token), new Http2PoolOptions(), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return await SecureConnection.OpenAsync(new NetworkStream(socket, ownsSocket: true), "localhost", _certificate.Trusted(), cancellationToken);
    }

    private async Task<int> StartAsync(string server)
    {
        if (server == "kestrel")
        {
            var app = await KestrelServer.StartAsync(_certificate);
            _apps.Add(app);
            return app.Port;
        }

        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
            .Select(folder => Path.Combine(folder, server.Split('-')[0])).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{server} is not installed. ./test.sh installs it on Debian.");
        var folder = Directory.CreateDirectory(Path.Combine(_folder, server)).FullName;
        _certificate.WriteTo(folder);
        var port = FreePort();
        var (fileName, text, arguments) = Configurations.For(server, folder, port, (await _backend!.Value).Port);
        await File.WriteAllTextAsync(Path.Combine(folder, fileName), text);
        var start = new ProcessStartInfo(program!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };

        // Caddy keeps its state below these, and would find the machine's own.
        start.Environment["HOME"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CONFIG_HOME"] = folder;
        var process = Process.Start(start)!;
        _processes.Add(process);
        var log = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        using var bound = new Bound();
        while (true)
        {
            Assert.False(process.HasExited, process.HasExited ? $"{server} refused its configuration: {await log}" : null);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, bound.Token);
                return port;
            }
            catch (SocketException)
            {
                await Task.Delay(20, bound.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
