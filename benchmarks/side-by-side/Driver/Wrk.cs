using System.Diagnostics;
using System.Globalization;

namespace PostHogProxy.SideBySide;

/// <param name="Requests">How many were answered.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Errors">Answers other than 2xx and 3xx, and connections that broke.</param>
/// <param name="Median">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record WrkFigures(long Requests, double Seconds, long Errors, double Median, double P99);

/// <summary>wrk, with the script beside run.sh.</summary>
internal static class Wrk
{
    public static async Task<WrkFigures> RunAsync(Uri address, Workload workload, string? etag, string bodyFile, double seconds, string script)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
        [
            "-t1", string.Create(CultureInfo.InvariantCulture, $"-c{workload.Connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{seconds:0}s"),
            "--timeout", "30s", "-s", script, new Uri(address, workload.Target).AbsoluteUri,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["METHOD"] = workload.Method;
        start.Environment["BODY"] = workload.BodySize > 0 ? bodyFile : "";
        start.Environment["HEADERS"] = workload.Headers(etag);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("wrk does not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith("FIGURES ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk has no figures for {address}: {output} {await errors}");
        var figures = line.Split(' ').Skip(1).Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return new((long)figures[0], figures[1] / 1e6, (long)figures[2], figures[3] / 1e3, figures[4] / 1e3);
    }
}
