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
            "PostHog is off for this visitor. The proxy answers itself, and nothing reaches PostHog",
            "If it's off without consent (DisabledWhen), send what a visitor with consent sends: --cookie \"consent=yes\", or --header. If it's off for everybody (Disabled) or in part (Features), verify again when it's on."),
        ObstacleKind.AliasesOnly => (
            VerifyRules.AliasesOnly,
            "The proxy answers only under its aliases, and verify asked for PostHog's own paths",
            "Pass the module that the app's log shows at startup (event 14), such as --aliases m3rkf.mjs. verify then uses the aliases."),
        ObstacleKind.PrefixKept => (
            VerifyRules.PostHogApp,
            "The proxy doesn't remove its own path, and PostHog doesn't know that path",
            "Remove it from the path before the request is sent to PostHog (nginx: location /<path>/ { proxy_pass https://us.i.posthog.com/; } with the slash at the end of both; Caddy: handle_path; Apache: ProxyPass /<path>/ https://us.i.posthog.com/)."),
        ObstacleKind.NoAnswer => (
            VerifyRules.NoAnswer,
            "The proxy gave no answer",
            "Check the proxy's log for the time of this run. If a connection is closed or an answer never comes, the fault is between you and PostHog, not at PostHog."),
        ObstacleKind.Login => (
            VerifyRules.Login,
            "Visitors must sign in before the proxy accepts their events",
            "Open the proxy's path without authentication: AllowAnonymous, a public route in the identity proxy, or a bypass rule for this path."),
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
            "Let the proxy answer this path without a redirect to another host, path or language."),
        ObstacleKind.PostHogApp => (
            VerifyRules.PostHogApp,
            "PostHog's application answers instead of the ingest or assets host, or the path changed on the way",
            "Send /static/* and /array/* to <region>-assets.i.posthog.com and all other paths to <region>.i.posthog.com. Don't change the path, and never send to app.posthog.com or <region>.posthog.com."),
        ObstacleKind.Page => (
            VerifyRules.Page,
            "The answer is an HTML page instead of PostHog's answer",
            "Map these paths to PostHog before the app's own pages. The fallback of a single-page app to index.html answers every unknown path."),
        ObstacleKind.NotForwarded => (
            VerifyRules.NotForwarded,
            "These paths are not forwarded to the host that knows them",
            "Forward every path below the proxy's own, with every method. Send /static/* and /array/* to the assets host. Check that the URL is the one in api_host."),
        ObstacleKind.WrongHost => (
            VerifyRules.WrongHost,
            "PostHog gets a host name that isn't its own",
            "Send the upstream's name in Host and in the TLS handshake, not your domain's (nginx: proxy_set_header Host us.i.posthog.com; proxy_ssl_server_name on;)."),
        ObstacleKind.Gateway => (
            VerifyRules.Gateway,
            "The proxy answers but doesn't reach PostHog",
            "Check the proxy's log. Check DNS, the firewall, the egress proxy and the upstream's name. Check certificates: a server that verifies PostHog's certificate (nginx: proxy_ssl_verify on;) needs proxy_ssl_trusted_certificate and proxy_ssl_server_name on;. If an egress proxy decrypts TLS, it needs that proxy's root certificate too. A rate limit may also answer 503. Then see https://status.posthog.com."),
        ObstacleKind.AssetsRefused => (
            VerifyRules.AssetsRefused,
            "PostHog's assets host refuses the proxy",
            "Check that the path arrives as /static/…, without the proxy's own path. The assets host answers 403 for a file that it doesn't have. If the path is right, use the ingest host for /static/* and /array/*. Since April 2026, the assets host answers 403 to some proxies."),
        _ => (
            VerifyRules.Refused,
            "The proxy, or something before it, refuses",
            "Find what refuses these requests, such as a firewall, a bot rule, a rate limit, or a check of Referer or Origin, and allow them. If it allows only certain pages, pass one with --origin."),
    };
}
