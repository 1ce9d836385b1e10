using System.Collections.Concurrent;
using System.Text.Json;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>What the page says of one proxy.</summary>
internal static class ProxyParts
{
    private const int Hour = ExchangeFigures.Minutes;
    private const int Recent = ExchangeFigures.Recent;

    private static readonly RouteKind[] Kinds = Enum.GetValues<RouteKind>();
    private static readonly string[] Outcomes = [.. Enum.GetNames<ExchangeOutcome>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    // A path is judged against some thousand verdicts. It never changes.
    private static readonly ConcurrentDictionary<(string Path, PathAliasMode Aliases), Finding?> Judged = new();

    public static ProxyPart Of(LookedAt one)
    {
        var (proxy, figures, view) = (one.Proxy, one.Figures, one.Proxy.View);
        var options = view.Options.Current;
        var (proof, proofText) = Proof(one);
        var path = PathFinding(proxy);
        return new(
            proxy.Path, proxy.Hosts, proxy.Metadata.Region?.ToString().ToUpperInvariant(), options.Disabled, view.Options.Initial.Aliases.ToString(),
            proof, proofText,
            path?.Message ?? (proxy.Path == "/" ? "A host of its own has no path that a list could block." : "No filter list that is known here blocks this path."),
            path is null,
            [.. Hops(one)],
            [.. Kinds.Select(kind => Of(figures, kind)).Where(static part => part.Answered.Sum() + part.Refused.Sum() + part.Failed.Sum() + part.Own.Sum() > 0)],
            figures.Quantile(Hour, 0.5), figures.Quantile(Hour, 0.99), figures.Quantile(Recent, 0.5), figures.Quantile(Recent, 0.99),
            figures.KeptSum,
            view.Cache is { Content: var content }
                ? new(
                    content.Answers, content.Bytes, content.MaximumBytes,
                    figures.CacheSum(CacheResult.Hit), figures.CacheSum(CacheResult.Miss), figures.CacheSum(CacheResult.Stale), figures.CacheSum(CacheResult.Pass))
                : null);
    }

    public static ExchangePart Of(PageProxy proxy, ExchangeRecord exchange)
    {
        var by = exchange.IsKept ? "outbox"
            : exchange.Cache is MetricTags.Hit or MetricTags.Stale ? $"cache ({exchange.Cache})"
            : exchange.Upstream is { } asked ? proxy.View.Origins.HostOf(asked)
            : "proxy";
        return new(
            exchange.At, proxy.Path, MetricTags.Of(exchange.Kind), exchange.Events, by, exchange.Status, Outcomes[(int)exchange.Outcome], exchange.Sent, exchange.Received,
            exchange.Milliseconds);
    }

    private static KindPart Of(FiguresSnapshot figures, RouteKind kind) => new(
        MetricTags.Of(kind),
        figures.Series(kind, ExchangeOutcome.Answered),
        figures.Series(kind, ExchangeOutcome.Refused),
        figures.Series(kind, ExchangeOutcome.Failed),
        figures.Series(kind, ExchangeOutcome.Own));

    /// <summary>What blockers make of the path: PHX1001 or PHX1002; null where it is nothing.</summary>
    public static Finding? PathFinding(PageProxy proxy) => Judged.GetOrAdd(
        (proxy.Path, proxy.View.Options.Initial.Aliases),
        static of => PathRules.Judge(of.Path, of.Aliases, [], of.Path, seed: of.Path) is [var finding, ..] ? finding : null);

    private static (string Proof, string Text) Proof(LookedAt one)
    {
        if (one.Proxy.View.Options.Current.Disabled)
        {
            return ("unknown", "PostHog is off (Disabled), so nothing is asked.");
        }

        if (!one.Proxy.View.Verification.HasTokens)
        {
            return ("unknown", "Set ProjectTokens to prove that your project is in this region.");
        }

        if (one.Report is not { } report)
        {
            return ("pending", "PostHog is being asked.");
        }

        var findings = report.Findings.Where(static finding => finding.Id.StartsWith("PHX500", StringComparison.Ordinal)).ToList();
        return findings.Exists(static finding => finding.Severity == FindingSeverity.Error) ? ("wrong", Text(findings))
            : findings.Exists(static finding => finding.IsProblem) ? ("unproven", Text(findings))
            : findings.Count > 0 ? ("proven", Text(findings))
            : ("unknown", "Nothing is known.");
    }

    private static string Text(List<Finding> findings) => string.Join(" ", findings.OrderByDescending(static finding => finding.Severity).Select(static finding => finding.Message));

    private static IEnumerable<HopPart> Hops(LookedAt one)
    {
        var (origins, transport) = (one.Proxy.View.Origins, one.Proxy.View.Transport);
        yield return Hop("events", origins.Ingest);
        if (origins.Assets != origins.Ingest)
        {
            yield return Hop("scripts", origins.Assets);
        }

        HopPart Hop(string what, string origin) => new(
            what, origin, transport.WhyHandler(origin) is { } why ? $"SocketsHttpHandler, because {why}" : "HTTP/2 connections of the proxy's own");
    }
}
