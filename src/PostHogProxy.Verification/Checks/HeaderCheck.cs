using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whether headers that speak for PostHog's domain reach browsers under the team's. The team's own look the same: what the host says beside
/// the proxy is not PostHog's, and what PostHog says itself is.
/// </summary>
internal sealed class HeaderCheck : ICheck
{
    // Alt-Svc sends browsers to a port of the host that answers no HTTP/3; the others report on, or change, the team's pages.
    private static readonly string[] Policies =
        ["Alt-Svc", "NEL", "Report-To", "Reporting-Endpoints", "Clear-Site-Data", "Content-Security-Policy", "Content-Security-Policy-Report-Only"];

    public string Name => "headers";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var heard = inspection.Heard.Where(reply => reply.Obstacle is null).ToList();
        if (heard.Count == 0)
        {
            return CheckResult.Of(Name, await inspection.AskAsync(inspection.Questions.Script, cancellationToken).ConfigureAwait(false));
        }

        var own = await BesideAsync(inspection, cancellationToken).ConfigureAwait(false);
        var direct = await DirectQuestion.HeadersAsync(inspection, cancellationToken).ConfigureAwait(false);
        var origins = new HeaderOrigins(inspection.Target.Url.IdnHost, own, direct, heard);

        var cookies = Names(heard, "Set-Cookie", origins.IsPostHogsCookie, value => CookieLine.Of(value).Name);
        var hsts = Names(heard, HeaderOrigins.Hsts, value => origins.IsPostHogs(HeaderOrigins.Hsts, value), _ => HeaderOrigins.Hsts);
        var policies = Policies.SelectMany(name => Names(heard, name, value => origins.IsPostHogs(name, value), _ => name)).ToList();
        return new(
            Name,
            "every answer so far, beside what the host says itself",
            Came([.. cookies.Select(cookie => $"Set-Cookie {cookie}"), .. hsts, .. policies]),
            [.. Judge(cookies, hsts, policies, inspection.Target.Url.Authority)]);
    }

    // The first page is asked for twice: what differs between its two answers is made anew for each.
    private static async Task<List<Reply>> BesideAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var replies = new List<Reply>();
        foreach (var question in inspection.Questions.BesideTheProxy)
        {
            var reply = await inspection.RepeatAsync(question, cancellationToken).ConfigureAwait(false);
            if (reply.Failure == ProbeFailure.None)
            {
                replies.Add(reply);
            }
        }

        return replies;
    }

    private static string Came(List<string> found) => found.Count == 0 ? "nothing of PostHog's" : string.Join(", ", found);

    private static IEnumerable<Finding> Judge(List<string> cookies, List<string> hsts, List<string> policies, string where)
    {
        if (cookies.Count > 0)
        {
            yield return VerifyRules.CookieLeaks.Say(
                $"PostHog's cookies reach your visitors: {string.Join(", ", cookies)}.",
                where,
                "Remove Set-Cookie from PostHog's answers (nginx: proxy_hide_header Set-Cookie; Caddy: header_down -Set-Cookie).");
        }

        if (hsts.Count > 0)
        {
            yield return VerifyRules.HstsLeaks.Say(
                "PostHog's Strict-Transport-Security applies to your domain, and to its subdomains if it says so. Hosts without HTTPS can't be reached for a year.",
                where,
                "Remove it from PostHog's answers (nginx: proxy_hide_header Strict-Transport-Security; Caddy: header_down -Strict-Transport-Security).");
        }

        if (policies.Count > 0)
        {
            yield return VerifyRules.PolicyLeaks.Say(
                $"These headers are meant for PostHog's hosts, but apply to yours: {string.Join(", ", policies)}.",
                where,
                "Remove them from PostHog's answers.");
        }
    }

    private static List<string> Names(List<Reply> heard, string header, Func<string, bool> isPostHogs, Func<string, string> name) =>
        [.. heard.SelectMany(reply => reply.Values(header)).Where(isPostHogs).Select(name).Distinct(StringComparer.Ordinal)];
}
