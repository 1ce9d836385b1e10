using System.Diagnostics;
using System.Globalization;

namespace PostHogProxy.SideBySide;

/// <summary>A proxy that runs, its workers included, as the kernel sees it.</summary>
internal sealed class MeasuredProcess : IAsyncDisposable
{
    // USER_HZ, the unit of /proc/<pid>/stat, is 100 on every Linux that .NET runs on.
    private const double MicrosecondsPerTick = 10_000;

    private readonly Process _process;

    public MeasuredProcess(string program, IEnumerable<string> arguments, string folder, bool spins = true)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (!spins)
        {
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' does not start.");

        // A pipe that nobody empties stops the writer.
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += (_, line) => LastError = line.Data ?? LastError;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string LastError { get; private set; } = "";

    public bool HasExited => _process.HasExited;

    /// <summary>The processor time used so far, in microseconds, user and system.</summary>
    public double ProcessorTime => Family().Sum(id => Ticks(id)) * MicrosecondsPerTick;

    /// <summary>The memory held, in MiB.</summary>
    public double WorkingSet => Family().Sum(id => Pages(id)) * Environment.SystemPageSize / 1024.0 / 1024.0;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    // Workers are children of the process that was started.
    private IEnumerable<int> Family()
    {
        yield return _process.Id;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{_process.Id}/task"))
        {
            foreach (var child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child, CultureInfo.InvariantCulture);
            }
        }
    }

    private static long Ticks(int id)
    {
        // The name, in brackets, may hold spaces; utime and stime are the 12th and 13th field behind it.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static long Pages(int id) =>
        long.Parse(File.ReadAllText($"/proc/{id}/statm").Split(' ')[1], CultureInfo.InvariantCulture);
}
