using Microsoft.AspNetCore.Http;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>One exchange, as the page shows it: no path, no query, no token and no address.</summary>
/// <param name="EndedAt">When it ended, a timestamp of the clock.</param>
/// <param name="At">The same in milliseconds since 1970. It is read once: computed from the clock later, it would differ from look to look.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Upstream">The host that was asked last; null where the proxy answered itself.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Sent">Bytes of the request's body that went to PostHog.</param>
/// <param name="Received">Bytes of the answer's body.</param>
/// <param name="Milliseconds">From the request's arrival to the end of the answer.</param>
/// <param name="Cache">What the asset cache had, a constant of <see cref="MetricTags"/>.</param>
/// <param name="IsKept">Whether the outbox has it.</param>
/// <param name="IsPreflight">Whether it asks for permission alone (OPTIONS), and brings nothing.</param>
/// <param name="Events">The names of its events; null where nobody has read them.</param>
internal readonly record struct ExchangeRecord(
    long EndedAt, long At, RouteKind Kind, Upstream? Upstream, int Status, long Sent, long Received, long Milliseconds, string Cache, bool IsKept, bool IsPreflight, string? Events)
{
    public ExchangeOutcome Outcome => Status switch
    {
        >= 500 => ExchangeOutcome.Failed,

        // The visitor broke it off. PostHog has refused nothing.
        StatusCodes.Status499ClientClosedRequest => ExchangeOutcome.Own,
        >= 400 => ExchangeOutcome.Refused,
        _ => IsPreflight || !HasTaker ? ExchangeOutcome.Own : ExchangeOutcome.Answered,
    };

    // Somebody other than the proxy itself had an answer.
    private bool HasTaker => Upstream is not null || IsKept || Cache != MetricTags.None;
}
