using PostHogProxy.Keeping;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>Whether events arrive, and what to do where they don't. It answers from the last five minutes, because an hour forgives too much.</summary>
/// <param name="State">ok, idle, warn or bad.</param>
/// <param name="Headline">In one sentence.</param>
/// <param name="Problems">The worst first.</param>
internal sealed record PageVerdict(string State, string Headline, IReadOnlyList<PageProblem> Problems)
{
    private const string Bad = "bad";
    private const string Warn = "warn";
    private const string Info = "info";
    private const int Recent = ExchangeFigures.Recent;

    // Of events, what PostHog doesn't take is lost after some minutes; one failure among many is a visitor's bad moment.
    private const double ManyFail = 0.05;

    public static PageVerdict Of(IReadOnlyList<LookedAt> proxies, OutboxStatus? outbox)
    {
        var problems = proxies.SelectMany(OfProxy).Concat(OfOutbox(outbox)).ToList();
        if (proxies.Count == 0)
        {
            problems.Add(new(Bad, "App", "No PostHog proxy is mapped, so there is nothing to show.", "Add app.MapPostHogProxy(\"/…\", PostHogRegion.Eu), or Us, with a path of your own."));
        }

        problems = [.. problems.OrderBy(static problem => problem.Level == Bad ? 0 : problem.Level == Warn ? 1 : 2)];
        var state = problems.Exists(static problem => problem.Level == Bad) ? Bad
            : problems.Exists(static problem => problem.Level == Warn) ? Warn
            : proxies.Sum(static one => Arrived(one, Recent)) > 0 ? "ok"
            : "idle";
        return new(state, Say(state, proxies, outbox, problems.Count(static problem => problem.Level != Info)), problems);
    }

    private static string Say(string state, IReadOnlyList<LookedAt> proxies, OutboxStatus? outbox, int count)
    {
        var arrived = proxies.Sum(static one => Arrived(one, Recent));
        var kept = outbox?.Open.Count > 0;
        return state switch
        {
            Bad when proxies.Count == 0 => "No PostHog proxy is mapped",
            Bad when kept => "PostHog can't be reached. The outbox keeps events and sends them later",
            Bad => arrived > 0 ? "Not all events arrive" : "Events don't arrive",
            Warn => (arrived > 0 ? "Events arrive" : "No event in the last five minutes") + (count == 1 ? ", and one thing needs you" : $", and {count} things need you"),
            "ok" => "Events arrive",
            _ when proxies.All(static one => one.Proxy.View.Options.Current.Disabled) => "PostHog is off",
            _ => proxies.Sum(static one => one.Figures.Total) == 0 ? "Nothing yet. Open a page of your app" : "No event in the last five minutes",
        };
    }

    private static IEnumerable<PageProblem> OfProxy(LookedAt one)
    {
        var path = one.Proxy.Path;
        var options = one.Proxy.View.Options.Current;
        if (options.Disabled)
        {
            yield return new(Info, path, "PostHog is off (Disabled). The proxy answers posthog-js itself and sends nothing.", "Set Disabled to false to turn it on.");
            yield break;
        }

        foreach (var finding in (one.Report?.Findings ?? []).Where(static finding => finding.IsProblem))
        {
            yield return new(finding.Severity == FindingSeverity.Error ? Bad : Warn, path, finding.Message, finding.Fix, finding.Id);
        }

        if (Failing(one) is { } failing)
        {
            yield return failing;
        }

        // Without the feature, the proxy refuses them itself, as the team wants it.
        if ((options.Features & PostHogFeatures.Flags) != 0
            && one.Figures.Sum(Recent, ExchangeOutcome.Refused, RouteKind.Flags) is > 0 and var refused && one.Figures.Sum(Recent, ExchangeOutcome.Answered, RouteKind.Flags) == 0)
        {
            yield return new(Warn, path, $"PostHog refuses all {refused} flags request(s) of the last five minutes.",
                "Check that the token of the pages belongs to the region of the proxy. Set ProjectTokens: the proxy then proves it.");
        }

        if (ProxyParts.PathFinding(one.Proxy) is { } blocked)
        {
            yield return new(blocked.Id == "PHX1001" ? Warn : Info, path, blocked.Message, blocked.Fix, blocked.Id);
        }

        if (one.Report?.OldClients is { } old)
        {
            yield return new(Warn, path, old, null);
        }

        if (Arrived(one, Recent) == 0 && one.Figures.Sum(Recent, ExchangeOutcome.Own, RouteKind.Capture) is > 0 and var own)
        {
            yield return new(Info, path, $"{own} request(s) of the last five minutes to the path of events brought PostHog none that is known: the proxy answered them itself, the visitors broke them off, or they were preflights (OPTIONS).",
                "The proxy answers events itself where DisabledWhen says so, where Features has no Capture, and with RespectGlobalPrivacyControl where the browser sends Sec-GPC.");
        }
        else if (Arrived(one, ExchangeFigures.Minutes) == 0
            && one.Figures.Sum(ExchangeFigures.Minutes, ExchangeOutcome.Answered, RouteKind.RemoteConfig) + one.Figures.Sum(ExchangeFigures.Minutes, ExchangeOutcome.Answered, RouteKind.Assets) > 0)
        {
            yield return new(Info, path, "Pages load posthog-js, but no event has come.", "Check in the page that posthog.init runs, that the visitor has not opted out, and that the browser isn't a bot in PostHog's eyes.");
        }
    }

    private static PageProblem? Failing(LookedAt one)
    {
        var (answered, failed) = (0, 0);
        foreach (var kind in (ReadOnlySpan<RouteKind>)[RouteKind.Capture, RouteKind.Replay, RouteKind.Flags, RouteKind.RemoteConfig, RouteKind.Assets, RouteKind.Logs, RouteKind.Surveys])
        {
            answered += one.Figures.Sum(Recent, ExchangeOutcome.Answered, kind);
            failed += one.Figures.Sum(Recent, ExchangeOutcome.Failed, kind);
        }

        var events = one.Figures.Sum(Recent, ExchangeOutcome.Failed, RouteKind.Capture);
        return failed == 0 ? null : new(
            failed > (answered + failed) * ManyFail ? Bad : Warn,
            one.Proxy.Path,
            $"{failed} of {answered + failed} request(s) of the last five minutes failed{(events > 0 ? $", {events} of them with events" : "")}. posthog-js sends events again while the page is open.",
            "The log says why, in the category PostHogProxy (events 4, 8, 41 and 42). If PostHog is down, its status page says so. An outbox keeps events until PostHog is back.");
    }

    private static IEnumerable<PageProblem> OfOutbox(OutboxStatus? outbox)
    {
        const string About = "Outbox";
        if (outbox is null)
        {
            yield break;
        }

        if (outbox.Problem is { } problem)
        {
            yield return new(Bad, About, problem, null);
        }

        if (outbox.Open.Count > 0)
        {
            yield return new(Bad, About, $"PostHog fails again and again, so these are kept at once: {string.Join(", ", outbox.Open)}.",
                "There is nothing to do for the events: they are sent when PostHog is back. The findings here, or the log, say why it can't be reached.");
        }

        if (outbox.Dead > 0)
        {
            yield return new(Warn, About, $"PostHog refuses {outbox.Dead} kept request(s).",
                "Look at the status of the dead letters: 401 is a token that PostHog doesn't know, 413 a body that is too large. Correct the cause, then retry them, or drop them.");
        }
    }

    // With events, whether PostHog or the outbox has them. What arrived before somebody turned PostHog off says nothing of now.
    private static int Arrived(LookedAt one, int minutes) =>
        one.Proxy.View.Options.Current.Disabled ? 0 : one.Figures.Sum(minutes, ExchangeOutcome.Answered, RouteKind.Capture);
}
