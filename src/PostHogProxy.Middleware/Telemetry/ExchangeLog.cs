using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>
/// One line at <c>Debug</c> for each exchange, to see what happens while it runs. Nothing of it is worked out before somebody wants the line: whoever does
/// not pays for one question, without an allocation and without a look at the clock.
/// </summary>
/// <param name="logger">The proxy's.</param>
/// <param name="hosts">The hosts by their names.</param>
/// <param name="clock">The clock that the start of a request was read from.</param>
internal sealed class ExchangeLog(ILogger logger, IHostNames hosts, TimeProvider clock)
{
    /// <param name="startedAt">When the request came.</param>
    /// <param name="kind">What was asked for.</param>
    /// <param name="upstream">The host that was asked last; null where the proxy answered itself.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="sent">Bytes of the request's body that went to PostHog.</param>
    /// <param name="received">Bytes of the answer's body.</param>
    /// <param name="cache">What the asset cache had, a constant of <see cref="MetricTags"/>.</param>
    public void Tell(long startedAt, RouteKind kind, Upstream? upstream, int status, long sent = 0, long received = 0, string cache = MetricTags.None)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            logger.ExchangeEnded(
                MetricTags.Of(kind), status, upstream is { } asked ? hosts.HostOf(asked) : MetricTags.None, sent, received,
                (long)clock.GetElapsedTime(startedAt).TotalMilliseconds, cache);
        }
    }
}
