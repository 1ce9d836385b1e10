using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whether pages of another origin may use the proxy. One on a host of its own needs that; one on a path of the shop's host does not, but two
/// values of Access-Control-Allow-Origin help nobody.
/// </summary>
internal sealed class CorsCheck : ICheck
{
    // For a proxy on the page's own host: any origin that is another.
    private static readonly Uri Elsewhere = new("https://www.example.com");

    private static readonly string[] ClientHeaders = ["content-type", "content-encoding"];

    public string Name => "other origins";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var target = inspection.Target;
        var isNeeded = !IsSameOrigin(target.Page, target.Url);
        var origin = isNeeded ? await LikelyAsync(inspection, cancellationToken).ConfigureAwait(false) : Elsewhere;

        // Where all pages are the proxy's own, a check that keeps other origins out is right.
        var script = await inspection.AskAsync(ProxyQuestions.ScriptFrom(origin) with { JudgesAll = !isNeeded }, cancellationToken).ConfigureAwait(false);
        var sent = await inspection.AskAsync(inspection.Questions.EventFrom(origin) with { JudgesAll = !isNeeded }, cancellationToken).ConfigureAwait(false);
        var preflight = await inspection.AskAsync(ProxyQuestions.PreflightFrom(origin), cancellationToken).ConfigureAwait(false);
        Reply[] replies = [script, sent];
        if (Array.Find(replies, reply => reply.Obstacle is not null) is not null)
        {
            return CheckResult.Of(Name, replies);
        }

        return new(
            Name,
            $"{script.Question}, {sent.Question} and {preflight.Question}, from {Shown(origin)}",
            string.Join("; ", replies.Append(preflight).Select(Came)),
            [.. Judge(replies, preflight, origin, isNeeded, target.Url.Authority)]);
    }

    // Where nobody named the page, a shop has it on its domain or on www; whichever the proxy lets in is the one.
    private static async Task<Uri> LikelyAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var page = inspection.Target.Page;
        if (inspection.Target.PageOrigin is not null
            || Allows(await inspection.AskAsync(inspection.Questions.EventFrom(page), cancellationToken).ConfigureAwait(false), page))
        {
            return page;
        }

        var www = new UriBuilder(page) { Host = "www." + page.Host }.Uri;
        return Allows(await inspection.AskAsync(inspection.Questions.EventFrom(www), cancellationToken).ConfigureAwait(false), www) ? www : page;
    }

    private static IEnumerable<Finding> Judge(Reply[] replies, Reply preflight, Uri origin, bool isNeeded, string where)
    {
        if (replies.Append(preflight).Where(reply => Allowed(reply).Count > 1).Select(reply => reply.Question.Path).Distinct().ToList() is { Count: > 0 } doubled)
        {
            yield return VerifyRules.CorsDoubled.Say(
                $"Access-Control-Allow-Origin is there {(Allowed(replies[0]).Count > 2 ? "several times" : "twice")} on {string.Join(", ", doubled)}. Browsers refuse both.",
                where,
                "Let only one server add it. PostHog already does. Remove your own header, or remove PostHog's before you add yours.");
        }
        else if (isNeeded && replies.Append(preflight).Where(reply => !Allows(reply, origin)).Select(reply => reply.Question.Path).Distinct().ToList() is { Count: > 0 } missing)
        {
            yield return VerifyRules.CorsMissing.Say(
                $"Pages of {Shown(origin)} may not read the answers of {string.Join(", ", missing)}: Access-Control-Allow-Origin is missing or names another.",
                where,
                "Pass PostHog's Access-Control-* headers and OPTIONS requests through, or allow that origin yourself. If your pages have another origin, pass it with --origin.");
        }
        else if (isNeeded && !AllowsCredentials(replies[1]))
        {
            yield return VerifyRules.CorsCredentials.Say(
                "Access-Control-Allow-Credentials: true is missing on /e/. A page sends a beacon when it closes. The beacon has credentials, so the browser refuses it.",
                where,
                "Pass PostHog's Access-Control-Allow-Credentials through, with the origin itself and not * as the allowed one.");
        }

        if (isNeeded && Allows(preflight, origin) && Refused(preflight) is { } refused)
        {
            yield return VerifyRules.PreflightRefused.Say(
                $"The preflight of /e/ {refused}. Browsers then send no events of posthog-js-lite and of other clients that send JSON.",
                where,
                "Allow what the preflight asks for. In ASP.NET Core: policy.WithHeaders(\"content-type\", \"content-encoding\") or AllowAnyHeader(), and WithMethods with POST. In another proxy, pass PostHog's answer to OPTIONS through.");
        }
    }

    // https://fetch.spec.whatwg.org/#cors-preflight-fetch: an ok status, and every header named. POST needs no mention.
    private static string? Refused(Reply preflight)
    {
        if (preflight.Status is < 200 or > 299)
        {
            return $"is answered with {preflight.Status}";
        }

        var allowed = preflight.Values("Access-Control-Allow-Headers").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var missing = ClientHeaders.Where(header => !allowed.Contains(header, StringComparer.OrdinalIgnoreCase) && !allowed.Contains("*")).ToList();
        return missing.Count == 0 ? null : $"does not allow the header{(missing.Count == 1 ? "" : "s")} {string.Join(" and ", missing)}";
    }

    private static List<string> Allowed(Reply reply) =>
        [.. reply.Values("Access-Control-Allow-Origin").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))];

    private static bool Allows(Reply reply, Uri origin) => Allowed(reply) is [var one] && (one == "*" || one == Shown(origin));

    private static bool AllowsCredentials(Reply reply) =>
        Allowed(reply) is not ["*"] && reply.Header("Access-Control-Allow-Credentials") == "true";

    private static string Came(Reply reply) => $"{(reply.Status == 0 ? reply.ToString() : reply.Status)} allows {(Allowed(reply) is { Count: > 0 } some ? string.Join(" and ", some) : "none")}";

    private static string Shown(Uri origin) => origin.GetLeftPart(UriPartial.Authority);

    private static bool IsSameOrigin(Uri one, Uri other) => Shown(one).Equals(Shown(other), StringComparison.OrdinalIgnoreCase);
}
