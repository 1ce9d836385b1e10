using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using PostHogProxy.OpenTelemetry.Tests.Monitoring;

[assembly: HostingStartup(typeof(MonitoredApp))]

namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>
/// What an operator adds to an app without a change of its code: the metrics, at <c>/metrics</c>. And a clock that the test can put forward, because
/// nobody waits a day to see what an outage of a day looks like.
/// </summary>
public sealed class MonitoredApp : IHostingStartup
{
    /// <summary>The one of this process; one test class has such an app.</summary>
    public static ForwardClock Clock { get; } = new();

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services
        .AddSingleton<TimeProvider>(Clock)
        .AddTransient<IStartupFilter, ScrapingEndpoint>()
        .AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddPostHogProxyInstrumentation()
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0)));

    private sealed class ScrapingEndpoint : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseOpenTelemetryPrometheusScrapingEndpoint();
            next(app);
        };
    }
}

/// <summary>The system's clock, put forward.</summary>
public sealed class ForwardClock : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
}
