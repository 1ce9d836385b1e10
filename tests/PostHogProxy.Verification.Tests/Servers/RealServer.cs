using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PostHogProxy.Testing;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Verification.Tests.Servers;

/// <summary>A real nginx or Caddy in front of the stand-in, in a folder of its own.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly Task _log;

    private RealServer(Process process, string folder, int port, PostHogStandIn postHog)
    {
        _process = process;
        _folder = folder;
        _log = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Port = port;
        PostHog = postHog;
    }

    public int Port { get; }

    public PostHogStandIn PostHog { get; }

    /// <param name="program">Its name on the PATH, or in a folder for servers.</param>
    /// <param name="fileName">The configuration's name.</param>
    /// <param name="configuration">The configuration for a port to listen on, the stand-in's port and the folder.</param>
    /// <param name="arguments">For a configuration file.</param>
    /// <param name="postHog">How the stand-in behaves.</param>
    public static async Task<RealServer> StartAsync(
        string program, string fileName, Func<int, int, string, string> configuration, Func<string, string[]> arguments, StandInOptions? postHog = null)
    {
        var path = Find(program);
        Assert.True(path is not null, $"{program} is not installed. ./test.sh installs it on Debian; elsewhere install it, and put it on the PATH.");
        var standIn = await PostHogStandIn.StartAsync(postHog, TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("posthog-proxy-").FullName;
        var port = FreePort();
        var file = Path.Combine(folder, fileName);
        await File.WriteAllTextAsync(file, configuration(port, standIn.Port, folder));
        var start = new ProcessStartInfo(path, arguments(file)) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };

        // Caddy keeps its state below these, and would find the machine's own.
        start.Environment["HOME"] = start.Environment["XDG_DATA_HOME"] = start.Environment["XDG_CONFIG_HOME"] = folder;
        var server = new RealServer(Process.Start(start)!, folder, port, standIn);
        await server.WaitAsync();
        return server;
    }

    public async Task<VerificationReport> VerifyAsync(string path = "", Uri? page = null)
    {
        using var direct = new SocketsHttpHandler { AllowAutoRedirect = false };
        PostHog.ConnectFrom(direct);
        using var postHog = new HttpMessageInvoker(direct);
        var target = new VerifyTarget(new($"http://127.0.0.1:{Port}{path}")) { Token = Proxies.Verification.Token, PageOrigin = page };
        return await new ProxyVerifier(new Proxies.Names(null), postHog).RunAsync(target, progress: null, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
        await PostHog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync()
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.False(_process.HasExited, "The server refused its configuration; run it by hand to see why.");
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
