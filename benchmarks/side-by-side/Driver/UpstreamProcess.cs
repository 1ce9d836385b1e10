using System.Diagnostics;
using System.Globalization;

namespace PostHogProxy.SideBySide;

/// <summary>The upstream, in a process of its own so that no proxy shares its collector or its threads.</summary>
internal sealed class UpstreamProcess : IAsyncDisposable
{
    private readonly Process _process;

    private UpstreamProcess(Process process, string thumbprint) => (_process, Thumbprint) = (process, thumbprint);

    public string Thumbprint { get; }

    public static async Task<UpstreamProcess> StartAsync(int port, int distantPort, RunPaths paths)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            typeof(UpstreamProcess).Assembly.Location, "upstream", port.ToString(CultureInfo.InvariantCulture),
            distantPort.ToString(CultureInfo.InvariantCulture), paths.GzipScript, paths.BrotliScript,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The upstream does not start.");
        return new(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The upstream ended at its start."));
    }

    /// <summary>The requests that came, the TLS handshakes done, and the requests that were not refused, since the start.</summary>
    public Task<(long Requests, long Handshakes, long Taken)> CountAsync() => SayAsync("");

    /// <summary>Lets it answer 503, or answer again.</summary>
    public Task TurnAsync(bool isDown) => SayAsync(isDown ? "down" : "up");

    private async Task<(long Requests, long Handshakes, long Taken)> SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        var counts = (await _process.StandardOutput.ReadLineAsync() ?? "0 0 0").Split(' ').Select(count => long.Parse(count, CultureInfo.InvariantCulture)).ToArray();
        return (counts[0], counts[1], counts[2]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
