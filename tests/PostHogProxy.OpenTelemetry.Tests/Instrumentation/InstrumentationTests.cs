using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace PostHogProxy.OpenTelemetry.Tests.Instrumentation;

/// <summary>What an app with OpenTelemetry exports after the lines of docs/observability.md.</summary>
[Collection(InstrumentationTests.OneApp)]
public sealed class InstrumentationTests
{
    /// <summary>A listener hears every meter of the process, also those of another test's app: such tests run one after the other.</summary>
    public const string OneApp = "one app at a time";

    // The upper ends of buckets, written from what is measured: a commit to a disk takes about a millisecond, an event waits for up to a day.
    public static TheoryData<string, double[]> Buckets => new()
    {
        { "posthog_proxy.request.duration", [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60] },
        { "posthog.outbox.commit.duration", [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] },
        { "posthog.outbox.commit.size", [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] },
        { "posthog.outbox.delay", [1, 5, 15, 60, 300, 900, 3600, 10800, 21600, 43200, 86400] },
    };

    [Theory]
    [MemberData(nameof(Buckets))]
    public async Task A_histogram_has_buckets_that_fit_what_it_measures(string name, double[] expected)
    {
        var metrics = new List<Metric>();
        await VisitAsync(openTelemetry => openTelemetry.WithMetrics(meters => meters.AddPostHogProxyInstrumentation().AddInMemoryExporter(metrics)));

        var ends = new List<double>();
        foreach (ref readonly var point in metrics.Last(metric => metric.Name == name).GetMetricPoints())
        {
            ends.Clear();
            foreach (var bucket in point.GetHistogramBuckets())
            {
                ends.Add(bucket.ExplicitBound);
            }
        }

        Assert.Equal([.. expected, double.PositiveInfinity], ends);
    }

    [Fact]
    public async Task One_line_adds_the_metrics_of_the_proxy_and_of_the_outbox_and_no_others()
    {
        var metrics = new List<Metric>();
        await VisitAsync(openTelemetry => openTelemetry.WithMetrics(meters => meters.AddPostHogProxyInstrumentation().AddInMemoryExporter(metrics)));

        Assert.Equal(["PostHogProxy", "PostHogProxy.Outbox"], metrics.Select(metric => metric.MeterName).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Said_twice_it_counts_once()
    {
        var metrics = new List<Metric>();
        await VisitAsync(openTelemetry => openTelemetry.WithMetrics(
            meters => meters.AddPostHogProxyInstrumentation().AddPostHogProxyInstrumentation().AddInMemoryExporter(metrics)));

        long requests = 0;
        foreach (ref readonly var point in metrics.Last(metric => metric.Name == "posthog_proxy.request.duration").GetMetricPoints())
        {
            requests += point.GetHistogramCount();
        }

        Assert.Equal(1, requests);
    }

    // Whatever the order of the lines: an exporter that was added first has seen nothing yet when the span is left out.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_visitors_request_is_left_out_and_the_exchange_and_the_apps_own_requests_stay(bool exporterFirst)
    {
        var spans = new List<Activity>();
        await VisitAsync(openTelemetry => openTelemetry.WithTracing(tracing =>
        {
            _ = exporterFirst ? tracing.AddInMemoryExporter(spans) : tracing;
            tracing.AddPostHogProxyInstrumentation()
                .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpResponse = PostHogProxyRequestSpans.LeaveOut);
            _ = exporterFirst ? tracing : tracing.AddInMemoryExporter(spans);
        }));

        Assert.Equal(["GET /page", "POST /e/"], spans.Select(span => span.DisplayName).Order(StringComparer.Ordinal));
        Assert.Equal("PostHogProxy", spans.Single(span => span.DisplayName == "POST /e/").Source.Name);
    }

    [Fact]
    public async Task Without_that_line_both_are_exported()
    {
        var spans = new List<Activity>();
        await VisitAsync(openTelemetry => openTelemetry.WithTracing(tracing =>
            tracing.AddPostHogProxyInstrumentation().AddAspNetCoreInstrumentation().AddInMemoryExporter(spans)));

        Assert.Equal(3, spans.Count);
    }

    [Fact]
    public void A_builder_that_is_missing_is_named()
    {
        Assert.Throws<ArgumentNullException>("builder", () => PostHogProxyMeterProviderBuilderExtensions.AddPostHogProxyInstrumentation(null!));
        Assert.Throws<ArgumentNullException>("builder", () => PostHogProxyTracerProviderBuilderExtensions.AddPostHogProxyInstrumentation(null!));
    }

    // One event that nobody takes and the outbox keeps, and one page of the app. The app has stopped when this returns, so all is exported.
    private static async Task VisitAsync(Action<global::OpenTelemetry.OpenTelemetryBuilder> configure)
    {
        var folder = Directory.CreateTempSubdirectory("posthog-proxy-otel-").FullName;
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddPostHogProxy().AddSqliteOutbox(outbox => (outbox.Path, outbox.MinFreeDisk) = (Path.Combine(folder, "outbox.db"), 0));
            configure(builder.Services.AddOpenTelemetry());
            var answers = 0;
            await using (var app = builder.Build())
            {
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.WrapHandler = _ => new Refusing(() => Interlocked.Increment(ref answers) == 1));
                app.MapGet("/page", () => "the app's own page");
                await app.StartAsync(TestContext.Current.CancellationToken);
                using (var visitor = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) })
                {
                    using var content = new StringContent("""{"event":"e","distinct_id":"d","api_key":"phc_x"}""", Encoding.UTF8, "application/json");
                    using var taken = await visitor.PostAsync("/k3fw/e/", content, TestContext.Current.CancellationToken);
                    Assert.Equal("the app's own page", await visitor.GetStringAsync("/page", TestContext.Current.CancellationToken));
                    await Monitoring.Until.TrueAsync(() => Task.FromResult(Volatile.Read(ref answers) > 1), () => "The kept event was not sent again.");
                }

                await app.StopAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Answers 503 first, and then takes everything.</summary>
    private sealed class Refusing(Func<bool> isFirst) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(isFirst()
            ? new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable)
            : new HttpResponseMessage { Content = new StringContent("""{"status":"Ok"}""", Encoding.UTF8, "application/json") });
    }
}
