using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogProxy.Forwarding;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Benchmarks;

/// <summary>What the line at Debug costs a request while nobody asks for it, through the app's own kind of logger.</summary>
public class ExchangeLogBenchmarks
{
    private readonly ILoggerFactory _factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(NullLoggerProvider.Instance));
    private ExchangeLog? _log;

    [GlobalSetup]
    public void Open() => _log = new(
        _factory.CreateLogger(Log.Category), new UpstreamOrigins("https://eu.i.posthog.com", "https://eu-assets.i.posthog.com", "https://eu.posthog.com"), TimeProvider.System);

    [GlobalCleanup]
    public void Close() => _factory.Dispose();

    [Benchmark(Description = "the line of an exchange, off")]
    public void Off() => _log!.Tell(0, RouteKind.Capture, Upstream.Ingest, 200, 2048, 15);
}
