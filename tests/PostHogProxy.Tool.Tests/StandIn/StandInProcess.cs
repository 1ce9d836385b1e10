using System.Diagnostics;

namespace PostHogProxy.Tool.Tests.StandIn;

/// <summary><c>posthog-proxy standin</c> as a user starts it, on free ports.</summary>
internal sealed class StandInProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StandInProcess(Process process)
    {
        _process = process;
    }

    /// <summary>What it said until it had said how to point an app at it.</summary>
    public string Said { get; private set; } = "";

    public string Origin { get; private set; } = "";

    public Uri Panel { get; private set; } = null!;

    /// <param name="home">The user's home, where certificates are; null for this process's own.</param>
    /// <param name="arguments">Beside the ports.</param>
    public static async Task<StandInProcess> StartAsync(string? home, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "posthog-proxy.dll"), "standin", "--port", "0", "--panel-port", "0", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (home is not null)
        {
            start.Environment["HOME"] = home;
        }

        var standIn = new StandInProcess(Process.Start(start)!);
        await standIn.ReadUntilAsync(line => line.Contains("\"PostHogProxy\":", StringComparison.Ordinal));
        standIn.Origin = standIn.Said.Split('\n').Single(line => line.Contains("PostHogProxy__IngestOrigin=", StringComparison.Ordinal)).Split('=')[1];
        standIn.Panel = new Uri(standIn.Said.Split('\n').Single(line => line.Contains("What it saw", StringComparison.Ordinal)).Split("saw")[1].Trim());
        return standIn;
    }

    public async Task<string> ReadUntilAsync(Func<string, bool> isLast)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Said += line + "\n";
            if (isLast(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended: {Said} {await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Ctrl+C.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
