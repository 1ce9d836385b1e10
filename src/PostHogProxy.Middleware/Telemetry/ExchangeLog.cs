using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>
/// The one place that every exchange passes at its end: one line at <c>Debug</c>, and the figures of the page. Nothing of it is worked out before
/// somebody wants it: an app without both pays for two questions, without an allocation and without a look at a clock.
/// </summary>
/// <param name="logger">The proxy's.</param>
/// <param name="hosts">The hosts by their names.</param>
/// <param name="clock">The clock that the start of a request was read from.</param>
internal sealed class ExchangeLog(ILogger logger, IHostNames hosts, TimeProvider clock)
{
    private ExchangeFigures? _figures;

    /// <summary>What a page shows; null where none is mapped.</summary>
    public ExchangeFigures? Figures => Volatile.Read(ref _figures);

    /// <summary>Whether the names of events are wanted for the next exchange.</summary>
    public bool WantsEventNames { get; private set; }

    /// <summary>Counts from now on, for a page.</summary>
    /// <param name="withEventNames">Whether the page shows the names of events.</param>
    public ExchangeFigures Count(bool withEventNames)
    {
        WantsEventNames |= withEventNames;
        if (Figures is null)
        {
            Interlocked.CompareExchange(ref _figures, new(clock), null);
        }

        return Figures!;
    }

    /// <param name="startedAt">When the request came.</param>
    /// <param name="kind">What was asked for.</param>
    /// <param name="upstream">The host that was asked last; null where the proxy answered itself.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="sent">Bytes of the request's body that went to PostHog.</param>
    /// <param name="received">Bytes of the answer's body.</param>
    /// <param name="cache">What the asset cache had, a constant of <see cref="MetricTags"/>.</param>
    /// <param name="isKept">Whether the outbox has it.</param>
    /// <param name="isPreflight">Whether it asks for permission alone.</param>
    /// <param name="events">The names of its events, where they were wanted.</param>
    public void Tell(
        long startedAt, RouteKind kind, Upstream? upstream, int status, long sent = 0, long received = 0, string cache = MetricTags.None, bool isKept = false,
        bool isPreflight = false, string? events = null)
    {
        if (_figures is { } figures)
        {
            var now = clock.GetTimestamp();
            var microseconds = (long)clock.GetElapsedTime(startedAt, now).TotalMicroseconds;
            figures.Count(
                new(now, clock.GetUtcNow().ToUnixTimeMilliseconds(), kind, upstream, status, sent, received, microseconds / 1000, cache, isKept, isPreflight, events),
                microseconds);
        }

        if (logger.IsEnabled(LogLevel.Debug))
        {
            logger.ExchangeEnded(
                MetricTags.Of(kind), status, upstream is { } asked ? hosts.HostOf(asked) : MetricTags.None, sent, received,
                (long)clock.GetElapsedTime(startedAt).TotalMilliseconds, cache);
        }
    }
}
