using System.Diagnostics.Metrics;
using PostHogProxy.Keeping;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The meter <c>PostHogProxy.Outbox</c>. No tag carries a path, a token or an address.</summary>
internal sealed class OutboxMetrics : IDisposable
{
    // The defaults of OpenTelemetry are made for milliseconds. A commit to a disk takes one, and a request may wait for a day.
    private static readonly InstrumentAdvice<double> CommitSeconds = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] };
    private static readonly InstrumentAdvice<int> CommitChanges = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] };
    private static readonly InstrumentAdvice<double> DelaySeconds = new() { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400] };

    private readonly Meter _meter;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _undecodable;
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _group;
    private readonly Histogram<double> _delay;

    public OutboxMetrics(IMeterFactory factory, OutboxState state, TimeProvider time, Func<bool> isOpen)
    {
        _meter = factory.Create(SourceNames.Outbox);
        _stored = _meter.CreateCounter<long>("posthog.outbox.stored", "{request}", "Requests that were kept, by kind and reason.");
        _sent = _meter.CreateCounter<long>("posthog.outbox.sent", "{request}", "Kept requests that PostHog has taken, by kind.");
        _retries = _meter.CreateCounter<long>("posthog.outbox.retries", "{attempt}", "Attempts that failed, by status; 0 is no answer.");
        _rejected = _meter.CreateCounter<long>("posthog.outbox.rejected", "{request}", "Requests that were not kept, by reason.");
        _dropped = _meter.CreateCounter<long>("posthog.outbox.dropped", "{request}", "Kept requests that were deleted unsent, by reason.");
        _dead = _meter.CreateCounter<long>("posthog.outbox.dead", "{request}", "Kept requests that PostHog refuses, by status.");
        _undecodable = _meter.CreateCounter<long>("posthog.outbox.undecodable", "{request}", "Kept requests whose body could not be read, so that their times may be late.");
        _commit = _meter.CreateHistogram<double>("posthog.outbox.commit.duration", "s", "Duration of a commit.", advice: CommitSeconds);
        _group = _meter.CreateHistogram<int>("posthog.outbox.commit.size", "{change}", "Changes in one commit.", advice: CommitChanges);
        _delay = _meter.CreateHistogram<double>("posthog.outbox.delay", "s", "How long a request was kept before PostHog took it.", advice: DelaySeconds);
        _meter.CreateObservableGauge("posthog.outbox.entries", () => state.Content.Entries, "{request}", "Requests that wait.");
        _meter.CreateObservableGauge("posthog.outbox.bytes", () => state.Content.Bytes, "By", "Bytes of requests that wait.");
        _meter.CreateObservableGauge("posthog.outbox.oldest_age", () => Age(state, time), "s", "Age of the oldest request that waits.");
        _meter.CreateObservableGauge("posthog.outbox.dead_letters", () => state.Content.Dead, "{request}", "Requests that PostHog refuses, until you retry or drop them.");
        _meter.CreateObservableGauge("posthog.outbox.circuit", () => isOpen() ? 1 : 0, "{circuit}", "1 while PostHog is taken to be down.");
    }

    public void Stored(OutboxKind kind, string reason) => _stored.Add(1, new("kind", Name(kind)), new("reason", reason));

    public void Sent(OutboxKind kind, TimeSpan delay, bool wasRead)
    {
        _sent.Add(1, new KeyValuePair<string, object?>("kind", Name(kind)));
        _delay.Record(delay.TotalSeconds);
        if (!wasRead)
        {
            _undecodable.Add(1);
        }
    }

    public void Retried(int status) => _retries.Add(1, new KeyValuePair<string, object?>("status", status));

    public void Rejected(string reason) => _rejected.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dropped(int requests, string reason) => _dropped.Add(requests, new KeyValuePair<string, object?>("reason", reason));

    public void Buried(int status) => _dead.Add(1, new KeyValuePair<string, object?>("status", status));

    public void Committed(int changes, TimeSpan duration)
    {
        _commit.Record(duration.TotalSeconds);
        _group.Record(changes);
    }

    public void Dispose() => _meter.Dispose();

    private static double Age(OutboxState state, TimeProvider time) =>
        state.Content.Oldest is { } oldest ? Math.Max(0, (time.GetUtcNow().UtcDateTime - oldest).TotalSeconds) : 0;

    private static string Name(OutboxKind kind) => kind switch
    {
        OutboxKind.Events => "events",
        OutboxKind.Logs => "logs",
        _ => "replay",
    };
}
