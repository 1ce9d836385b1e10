using System.Diagnostics;

namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>Prometheus and its promtool, as the system has them.</summary>
internal static class Programs
{
    public static string Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{program} is not installed. ./test.sh installs it on Debian (package prometheus); elsewhere install it, and put it on the PATH.");

    /// <summary>Runs promtool to its end. Zero is its word for "right".</summary>
    public static async Task<(int ExitCode, string Said)> PromtoolAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find("promtool"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
