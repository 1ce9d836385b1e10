using PostHogProxy.Rules.Findings;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Obstacles;

/// <summary>What each obstacle means, and what to do about it.</summary>
internal static class ObstacleWords
{
    public static (FindingRule Rule, string Message, string Fix) Of(ObstacleKind kind) => kind switch
    {
        ObstacleKind.Off => (
            VerifyRules.Off,
            "PostHog is off for this visitor: the proxy answers by itself, and nothing reaches PostHog",
            "Where it is off without consent (DisabledWhen), come as a visitor who has given it: --cookie \"consent=yes\", or --header. Where it is off for everybody (Disabled) or in part (Features), verify again when it is on."),
        ObstacleKind.AliasesOnly => (
            VerifyRules.AliasesOnly,
            "The proxy answers under its aliases alone, and these are PostHog's own names",
            "Name the module that the app's log names at the start (event 14), as in --aliases m3rkf.mjs: then everything is asked under its alias."),
        ObstacleKind.PrefixKept => (
            VerifyRules.PostHogApp,
            "The proxy's own path is not taken away: PostHog is asked for it, and does not know it",
            "Take it away before PostHog (nginx: location /<path>/ { proxy_pass https://us.i.posthog.com/; } with the slash at the end of both; Caddy: handle_path; Apache: ProxyPass /<path>/ https://us.i.posthog.com/)."),
        ObstacleKind.NoAnswer => (
            VerifyRules.NoAnswer,
            "The proxy gave no answer",
            "Look into the proxy's log for the time of this run: a connection that is closed, or an answer that never comes, is a fault before PostHog."),
        ObstacleKind.Login => (
            VerifyRules.Login,
            "Visitors would have to log in before their events are taken",
            "Let the proxy's path pass without authentication: AllowAnonymous, a public route in the identity proxy, or a bypass rule for this path."),
        ObstacleKind.Slash => (
            VerifyRules.Slash,
            "The proxy redirects to the same path with another trailing slash, and a redirected POST loses its body",
            "Keep paths as they come: no trailing-slash redirect for this path (Next.js: skipTrailingSlashRedirect: true; nginx: no rewrite; Django: APPEND_SLASH off)."),
        ObstacleKind.Https => (
            VerifyRules.Https,
            "Plain HTTP is redirected to HTTPS, and a redirected POST loses its body",
            "Write https:// in api_host, and verify that address."),
        ObstacleKind.Redirect => (
            VerifyRules.Redirect,
            "The proxy redirects, and posthog-js follows no redirect of a POST",
            "Answer this path by the proxy itself: no redirect to another host, path or language."),
        ObstacleKind.PostHogApp => (
            VerifyRules.PostHogApp,
            "PostHog's application answers in place of its hosts for clients, or the path arrived changed",
            "Send /static/* and /array/* to <region>-assets.i.posthog.com and all else to <region>.i.posthog.com, with the path as it came; never to app.posthog.com or <region>.posthog.com."),
        ObstacleKind.Page => (
            VerifyRules.Page,
            "An HTML page comes where PostHog's answer should",
            "Map these paths to PostHog before the app's own pages: a single-page app's fallback to index.html takes whatever nothing else takes."),
        ObstacleKind.NotForwarded => (
            VerifyRules.NotForwarded,
            "These paths are not forwarded to the host that knows them",
            "Forward every path below the proxy's own with every method; /static/* and /array/* to the assets host, with all that is below them. Look whether the URL is the one in api_host."),
        ObstacleKind.WrongHost => (
            VerifyRules.WrongHost,
            "PostHog does not know the host name it is asked as",
            "Send Host, and the name in the TLS handshake, of the upstream and not of your own domain (nginx: proxy_set_header Host us.i.posthog.com; proxy_ssl_server_name on;)."),
        ObstacleKind.Gateway => (
            VerifyRules.Gateway,
            "The proxy is there but does not reach PostHog",
            "Look into the proxy's log, and at its way out: DNS, firewall, egress proxy, the upstream's name, and the certificates: a server that verifies PostHog's (nginx: proxy_ssl_verify on;) needs proxy_ssl_trusted_certificate, proxy_ssl_server_name on; and the root certificate of an egress proxy that opens TLS. A rate limit may answer 503 too. Then look at https://status.posthog.com."),
        ObstacleKind.AssetsRefused => (
            VerifyRules.AssetsRefused,
            "PostHog's assets host refuses the proxy",
            "Look whether the path arrives as /static/…, without your own before it: the assets host answers 403 for a file that it does not have. Else try the ingest host for /static/* and /array/*: since April 2026 the assets host answers 403 to some proxies."),
        _ => (
            VerifyRules.Refused,
            "The proxy, or something before it, refuses",
            "Let these requests pass: a firewall, a bot rule, a rate limit, or a check of Referer or Origin. If it lets only certain pages through, name one with --origin."),
    };
}
