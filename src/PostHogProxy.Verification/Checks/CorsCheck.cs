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

    public string Name => "other origins";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var target = inspection.Target;
        var origin = target.HasOwnHost || target.PageOrigin is not null ? target.Page : Elsewhere;
        var isNeeded = target.PageOrigin is { } page ? !IsSameOrigin(page, target.Url) : target.HasOwnHost;
        var script = await inspection.AskAsync(ProxyQuestions.ScriptFrom(origin), cancellationToken).ConfigureAwait(false);
        var sent = await inspection.AskAsync(inspection.Questions.EventFrom(origin), cancellationToken).ConfigureAwait(false);
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

    private static IEnumerable<Finding> Judge(Reply[] replies, Reply preflight, Uri origin, bool isNeeded, string where)
    {
        if (replies.Append(preflight).Where(reply => Allowed(reply).Count > 1).Select(reply => reply.Question.Path).Distinct().ToList() is { Count: > 0 } doubled)
        {
            yield return VerifyRules.CorsDoubled.Say(
                $"Access-Control-Allow-Origin is there {(Allowed(replies[0]).Count > 2 ? "several times" : "twice")} on {string.Join(", ", doubled)}: browsers refuse both.",
                where,
                "Let one add it: PostHog does already. Remove your own header, or PostHog's before you add yours.");
        }
        else if (isNeeded && replies.Append(preflight).Where(reply => !Allows(reply, origin)).Select(reply => reply.Question.Path).Distinct().ToList() is { Count: > 0 } missing)
        {
            yield return VerifyRules.CorsMissing.Say(
                $"Pages of {Shown(origin)} may not read the answers of {string.Join(", ", missing)}: Access-Control-Allow-Origin is missing or names another.",
                where,
                "Pass PostHog's Access-Control-* headers and OPTIONS requests through, or allow that origin yourself. If your pages have another origin, name it with --origin.");
        }
        else if (isNeeded && !AllowsCredentials(replies[1]))
        {
            yield return VerifyRules.CorsCredentials.Say(
                "Access-Control-Allow-Credentials: true is missing on /e/: what a page sends when it is closed, a beacon, carries credentials and is refused.",
                where,
                "Pass PostHog's Access-Control-Allow-Credentials through, with the origin itself and not * as the allowed one.");
        }
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
