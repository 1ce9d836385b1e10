using System.Diagnostics;

namespace PostHogProxy.Package.Tests;

/// <summary>The <c>dotnet</c> command, in processes that end with the test.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Runs it to its end and returns what it said. A failure is an exception with all of that.</summary>
    public static Task<string> RunAsync(string folder, params string[] arguments) => EndAsync(Start(folder, arguments), folder, arguments);

    /// <summary>The same as a user who may write into <paramref name="folder"/> and owns nothing else; only root can.</summary>
    public static Task<string> RunAsNobodyAsync(string folder, params string[] arguments) =>
        EndAsync(StartProgram("setpriv", folder, ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", .. arguments], ("HOME", folder), ("DOTNET_CLI_HOME", folder)), folder, arguments);

    private static async Task<string> EndAsync(Process started, string folder, string[] arguments)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} took more than {Limit}.");
        }

        var said = await output + await errors;
        return process.ExitCode == 0
            ? said
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} in {folder} ended with {process.ExitCode}:\n{said}");
    }

    public static Process Start(string folder, string[] arguments, params (string Name, string Value)[] variables) => StartProgram("dotnet", folder, arguments, variables);

    /// <summary>Whether there is such a program on the PATH.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    public static Process StartProgram(string program, string folder, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Build and compiler servers would outlive the test.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // What this process was started with is not the child's: an MSBuild that runs tests passes paths of its own SDK on.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
