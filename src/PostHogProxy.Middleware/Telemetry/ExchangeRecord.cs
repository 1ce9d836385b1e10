using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>One exchange, as the page shows it: no path, no query, no token and no address.</summary>
/// <param name="EndedAt">When it ended, a timestamp of the clock.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Upstream">The host that was asked last; null where the proxy answered itself.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Sent">Bytes of the request's body that went to PostHog.</param>
/// <param name="Received">Bytes of the answer's body.</param>
/// <param name="Milliseconds">From the request's arrival to the end of the answer.</param>
/// <param name="Cache">What the asset cache had, a constant of <see cref="MetricTags"/>.</param>
/// <param name="IsKept">Whether the outbox has it.</param>
/// <param name="Events">The names of its events; null where nobody has read them.</param>
internal readonly record struct ExchangeRecord(
    long EndedAt, RouteKind Kind, Upstream? Upstream, int Status, long Sent, long Received, long Milliseconds, string Cache, bool IsKept, string? Events);
