using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PostHogProxy.Benchmarks;

/// <summary>
/// <c>dotnet run -c Release --project benchmarks/PostHogProxy.Benchmarks</c> measures all; <c>-- --filter '*Forward*'</c> some;
/// <c>-- --smoke</c> runs each once, to see that it still does.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var isSmoke = args.Contains("--smoke");
        var config = ManualConfig.CreateEmpty()
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddJob((isSmoke ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "posthog-proxy-benchmarks"));
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
            .Run(isSmoke ? ["--filter", "*"] : args.Length == 0 ? ["--filter", "*"] : args, config)
            .ToList();
        var failed = summaries.Count == 0 || summaries.Any(summary =>
            summary.HasCriticalValidationErrors || summary.Reports.Length == 0 || summary.Reports.Any(report => !report.Success));
        return failed ? 1 : 0;
    }
}
