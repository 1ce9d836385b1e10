using System.Diagnostics;
using System.Diagnostics.Metrics;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>
/// The meter <c>PostHogProxy</c>. Names and units follow OpenTelemetry's conventions for HTTP; no tag carries a visitor's path, a token or an
/// address, so the number of series is bounded. docs/observability.md lists them, and a test compares.
/// </summary>
internal sealed class ProxyMetrics : IDisposable
{
    public const string Route = "posthog_proxy.route";
    public const string UpstreamHost = "posthog_proxy.upstream";
    public const string StatusClass = "posthog_proxy.status_class";
    public const string ErrorType = "error.type";
    public const string Direction = "network.io.direction";
    public const string CacheResult = "posthog_proxy.cache.result";
    public const string Proxy = "posthog_proxy.name";

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60];
    private static readonly KeyValuePair<string, object?> Up = new(Direction, "transmit");
    private static readonly KeyValuePair<string, object?> Down = new(Direction, "receive");

    private readonly Meter? _own;
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _cached;

    public ProxyMetrics(IMeterFactory? factory)
    {
        // An app without the host's services has no factory; its meter is ours to end.
        _own = factory is null ? new Meter(SourceNames.Proxy) : null;
        var meter = _meter = _own ?? factory!.Create(SourceNames.Proxy);
        _duration = meter.CreateHistogram(
            "posthog_proxy.request.duration", "s", "Duration of requests through the proxy; its count is their number.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _active = meter.CreateUpDownCounter<long>("posthog_proxy.active_requests", "{request}", "Requests on their way to PostHog.");
        _bytes = meter.CreateCounter<long>("posthog_proxy.io", "By", "Bytes of bodies sent to PostHog (transmit) and taken from it (receive).");
        _failures = meter.CreateCounter<long>("posthog_proxy.failures", "{failure}", "Requests that got no fitting answer of PostHog's, by kind.");
        _cached = meter.CreateCounter<long>("posthog_proxy.cache.requests", "{request}", "Requests that the asset cache could serve, by what it had.");
    }

    /// <summary>What is asked when somebody reads the metrics. Null is nothing to report: no limit is set, or nothing is proven yet.</summary>
    /// <param name="name">Tells the proxies of one app apart.</param>
    /// <param name="utilization">Which part of <c>MaxConcurrentRequests</c> is taken.</param>
    /// <param name="wrongTokens">How many project tokens PostHog doesn't know in this region.</param>
    public void Watch(Func<string> name, Func<double?> utilization, Func<int?> wrongTokens)
    {
        // OpenTelemetry's unit for a part is 1, of which one exporter for Prometheus makes a suffix and the other doesn't.
        _meter.CreateObservableGauge(
            "posthog_proxy.concurrency.utilization", () => Of(name, utilization()), "{limit}", "The part of MaxConcurrentRequests that is taken, from 0 to 1.");
        _meter.CreateObservableGauge(
            "posthog_proxy.region.wrong_tokens", () => Of(name, wrongTokens()), "{token}", "Project tokens whose events PostHog drops, by the last proof.");
    }

    public void Started() => _active.Add(1);

    public void Ended(long startedAt, RouteKind kind, Upstream? upstream, int status)
    {
        _active.Add(-1);
        Answered(startedAt, kind, upstream, status);
    }

    public void Answered(long startedAt, RouteKind kind, Upstream? upstream, int status)
    {
        if (_duration.Enabled)
        {
            _duration.Record(
                Stopwatch.GetElapsedTime(startedAt).TotalSeconds,
                new(Route, MetricTags.Of(kind)), new(UpstreamHost, MetricTags.Of(upstream)), new(StatusClass, MetricTags.OfStatus(status)));
        }
    }

    public void Failed(RouteKind kind, string errorType) => _failures.Add(1, new(Route, MetricTags.Of(kind)), new(ErrorType, errorType));

    /// <param name="kind">What was asked for.</param>
    /// <param name="result">A constant of <see cref="MetricTags"/>: the tag is written at every hit.</param>
    public void Cached(RouteKind kind, string result) => _cached.Add(1, new(Route, MetricTags.Of(kind)), new(CacheResult, result));

    public void Transferred(RouteKind kind, long sent, long received)
    {
        if (sent > 0)
        {
            _bytes.Add(sent, new(Route, MetricTags.Of(kind)), Up);
        }

        if (received > 0)
        {
            _bytes.Add(received, new(Route, MetricTags.Of(kind)), Down);
        }
    }

    private static IEnumerable<Measurement<T>> Of<T>(Func<string> name, T? value)
        where T : struct => value is { } known ? [new(known, new KeyValuePair<string, object?>(Proxy, name()))] : [];

    public void Dispose() => _own?.Dispose();
}
