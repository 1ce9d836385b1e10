using System.Diagnostics;
using System.Text;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>A built app in a process of its own, from its first request to the end of the test.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _said = new();

    private RunningApp(Process process)
    {
        _process = process;
        _process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The app ended: {_said}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address => _address.Task.Result;

    public static Task<RunningApp> StartAsync(string folder, string assembly, string postHog) => StartAsync("dotnet", folder, [assembly], postHog);

    /// <summary>An app that was published as native code.</summary>
    public static Task<RunningApp> StartNativeAsync(string folder, string program, string postHog) => StartAsync(Path.Combine(folder, program), folder, [], postHog);

    private static async Task<RunningApp> StartAsync(string program, string folder, string[] arguments, string postHog)
    {
        var app = new RunningApp(Dotnet.StartProgram(
            program, folder, [.. arguments, "--urls", "http://127.0.0.1:0", "--contentRoot", "../../.."], ("PostHogProxy__IngestOrigin", postHog)));
        await app._address.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
