using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Whether pages get posthog-js, compressed, and may keep it.</summary>
internal sealed class ScriptCheck : ICheck
{
    public string Name => "script";

    public async Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken)
    {
        var reply = await inspection.AskAsync(inspection.Questions.Script, cancellationToken).ConfigureAwait(false);
        if (reply.Obstacle is not null)
        {
            return CheckResult.Of(Name, reply);
        }

        var where = inspection.Target.Url.Authority;
        if (!reply.IsScript || !reply.Text.Contains("posthog", StringComparison.OrdinalIgnoreCase))
        {
            return CheckResult.Of(Name, reply, VerifyRules.NotTheScript.Say(
                $"/static/array.js is answered with {(reply.MediaType.Length == 0 ? "no content type" : reply.MediaType)}, {reply.WireLength} bytes, which is not posthog-js.",
                where,
                "Forward /static/* to the assets host of your region with the path unchanged. Remove a file of your own with that name."));
        }

        return CheckResult.Of(Name, reply, Compression(reply, where), Caching(reply, where));
    }

    private static Finding? Compression(Reply reply, string where) => reply.Header("Content-Encoding") is null
        ? VerifyRules.NotCompressed.Say(
            $"/static/array.js comes uncompressed, {reply.WireLength / 1024} kB, although gzip, deflate and br were accepted.",
            where,
            "Pass the browser's Accept-Encoding to PostHog, and its Content-Encoding back.")
        : null;

    // no-cache="Set-Cookie" is about that one header (RFC 9111, 5.2.2.4).
    private static bool IsForbidding(string directive) =>
        directive.Equals("no-store", StringComparison.OrdinalIgnoreCase) || directive.Equals("no-cache", StringComparison.OrdinalIgnoreCase);

    private static Finding? Caching(Reply reply, string where)
    {
        var control = string.Join(", ", reply.Values("Cache-Control"));
        return control.Length == 0 || control.Split(',', StringSplitOptions.TrimEntries).Any(IsForbidding)
            ? VerifyRules.NotCacheable.Say(
                $"/static/array.js comes with {(control.Length == 0 ? "no Cache-Control" : $"Cache-Control: {control}")}. Every page loads it again.",
                where,
                "Pass PostHog's Cache-Control through, and don't let the app replace it.")
            : null;
    }
}
