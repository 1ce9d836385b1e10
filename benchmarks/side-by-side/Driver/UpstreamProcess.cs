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

    /// <summary>The requests answered and the TLS handshakes done, since the start.</summary>
    public async Task<(long Requests, long Handshakes)> CountAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var counts = (await _process.StandardOutput.ReadLineAsync() ?? "0 0").Split(' ');
        return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
