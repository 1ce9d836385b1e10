using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>A real redis-server on 127.0.0.1 with a folder of its own, which the test kills and starts again.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    // A write is answered once it is on the disk.
    private static readonly string[] Durable = ["--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "posthog-redis-" + Guid.NewGuid().ToString("N"));
    private readonly IReadOnlyList<string> _settings;
    private Process? _process;

    private RedisServer(IReadOnlyList<string> settings) => _settings = settings;

    public int Port { get; } = FreePort();

    public string Configuration => $"127.0.0.1:{Port}";

    /// <param name="settings">Its settings in place of those that a server of an outbox needs.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer(settings.Length > 0 ? settings : Durable);
        Directory.CreateDirectory(server._folder);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A server that is not there yet.</summary>
    public static RedisServer Planned()
    {
        var server = new RedisServer(Durable);
        Directory.CreateDirectory(server._folder);
        return server;
    }

    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = _folder };
        foreach (var argument in (string[])["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no", .. _settings])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("These tests need redis-server on the PATH; test.sh installs it.", missing);
        }

        var said = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            said.Add(line);
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException("redis-server ended: " + string.Join('\n', said));
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync(Configuration + ",abortConnect=false,allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
