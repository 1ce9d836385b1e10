using System.Diagnostics;

namespace PostHogProxy.Tool.Tests;

/// <summary>The tool as a script runs it: a process, its output piped.</summary>
internal static class ToolProcess
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "posthog-proxy.dll");

    public static Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    public static async Task<ToolRun> RunAsync(string[] arguments, string? input)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>With an output that has no room for a byte.</summary>
    public static async Task<ToolRun> RunIntoFullAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec dotnet exec \"$0\" \"$@\" > /dev/full", Program, .. arguments]) { RedirectStandardError = true })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            var error = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, "", error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>What a run left.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
