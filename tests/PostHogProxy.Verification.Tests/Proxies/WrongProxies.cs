using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using static PostHogProxy.Verification.Tests.Proxies.Answers;

namespace PostHogProxy.Verification.Tests.Proxies;

/// <summary>A proxy with one fault, and what must be said about it.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Behaviour">The proxy.</param>
/// <param name="Id">The rule that speaks.</param>
/// <param name="Said">Words of the finding.</param>
/// <param name="Cure">Words of its cure.</param>
internal sealed record WrongProxy(string Fault, ProxyBehaviour Behaviour, string Id, string Said, string Cure);

internal static class WrongProxies
{
    private const string App = "<!doctype html><title>Shop</title><div id=root></div>";
    private const string Pomerium = "https://authenticate.shop.example/.pomerium/sign_in?pomerium_redirect_uri=x";

    public static IReadOnlyList<WrongProxy> All { get; } =
    [
        new("a password prompt", new() { Before = Everywhere(context => Unauthorized(context, "Basic realm=\"shop\"")) },
            "PHX5120", "401 with WWW-Authenticate: Basic", "without authentication"),
        new("Pomerium's login", new() { Before = Everywhere(context => Redirect(context, 302, Pomerium)) },
            "PHX5120", "Pomerium, 302 to https://authenticate.shop.example/.pomerium/sign_in", "public route in the identity proxy"),
        new("Cloudflare Access", new() { Before = Everywhere(context => Redirect(context, 302, "https://shop.cloudflareaccess.com/cdn-cgi/access/login/shop.example")) },
            "PHX5120", "Cloudflare Access", "bypass rule"),
        new("the app's own login, for what is posted", new() { Before = ToPosts(context => Redirect(context, 302, "/Account/Login?ReturnUrl=%2Fk3fw")) },
            "PHX5120", "the app's own login, 302", "AllowAnonymous"),
        new("a token wanted by an API gateway", new() { Before = Everywhere(context => Unauthorized(context, "Bearer")) },
            "PHX5120", "401 with WWW-Authenticate: Bearer", "without authentication"),
        new("a slash taken away by redirect", new() { Before = SlashRedirect },
            "PHX5121", "308 to", "trailing-slash redirect"),
        new("a redirect to https", new() { Before = Everywhere(context => Redirect(context, 301, $"https://127.0.0.1{context.Request.Path}")) },
            "PHX5122", "loses its body", "https:// in api_host"),
        new("a redirect to the language", new() { Before = Everywhere(context => Redirect(context, 307, $"/en{context.Request.Path}")) },
            "PHX5123", "307 to", "without a redirect"),
        new("a slash taken away silently", new() { Target = target => target.Replace("/e/", "/e", StringComparison.Ordinal).Replace("/s/", "/s", StringComparison.Ordinal).Replace("/flags/", "/flags", StringComparison.Ordinal) },
            "PHX5124", "/e/, ", "Don't change the path"),
        new("the app's page for scripts", new() { Before = At("/static/", context => Answers.Page(context, 200, App)) },
            "PHX5125", "(/static/array.js: 200 with an HTML page)", "single-page app"),
        new("the app's page for all", new() { Before = Everywhere(context => Answers.Page(context, 200, App)) },
            "PHX5125", "/static/array.js, /e/, /flags/", "single-page app"),
        new("/array to the application", new() { Array = "eu.posthog.com" },
            "PHX5125", "/array/phc_Stan…/config", "Map these paths to PostHog"),
        new("nothing mapped", new() { Before = Everywhere(context => Empty(context, 404)) },
            "PHX5126", "(/static/array.js, /e/, /flags/", "the one in api_host"),
        new("posts not forwarded", new() { Before = ToPosts(context => Empty(context, 405)) },
            "PHX5126", "405", "every method"),
        new("the shop's own Host sent up", new() { Host = "shop.example" },
            "PHX5127", "gets a host name that isn't its own", "in Host and in the TLS handshake"),
        new("no way to PostHog", new() { Before = Everywhere(context => Answers.Page(context, 502, "<h1>502 Bad Gateway</h1>")) },
            "PHX5128", "doesn't reach PostHog", "DNS, the firewall, the egress proxy"),
        new("refused by the assets host", new() { Before = At("/static/", context => Text(context, 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>")) },
            "PHX5129", "assets host refuses", "ingest host for /static/*"),
        new("a firewall against posts", new() { Before = ToPosts(context => Answers.Page(context, 403, "<h1>Request blocked</h1>")) },
            "PHX5130", "403 with an HTML page", "firewall"),
        new("a rate limit", new() { Before = At("/flags/", context => Empty(context, 429)) },
            "PHX5130", "/flags/: 429", "rate limit"),
        new("flags cut off", new() { Before = At("/flags/", Close) },
            "PHX5131", "/flags/", "the proxy's log"),
        new("a script of the shop's own", new() { Before = At("/static/array.js", context => Text(context, 200, "text/javascript", "console.log('shop')")) },
            "PHX5140", "not posthog-js", "Remove a file of your own"),
        new("scripts inflated", new() { Before = (context, next) => WithoutEncoding(context, next) },
            "PHX5141", "uncompressed", "Accept-Encoding"),
        new("scripts never kept", new() { Headers = (context, _) => context.Response.Headers.CacheControl = "no-store" },
            "PHX5142", "Cache-Control: no-store", "PostHog's Cache-Control"),
        new("flags answered by a cache", new() { Before = At("/flags/", context => Text(context, 200, "application/json", "{}")) },
            "PHX5144", "POST /flags/?v=2", "ingest host"),
        new("204 for events", new() { Before = At("/e/", context => Empty(context, 204)) },
            "PHX5145", "answered with 204", "Pass PostHog's status through"),
        new("events swallowed", new() { Before = At("/e/", context => Text(context, 200, "text/plain", "ok")) },
            "PHX5146", "not PostHog's", "ingest host"),
        new("bodies read as text", new() { Body = body => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body)) },
            "PHX5147", "changed on the way", "as bytes"),
        new("bodies inflated", new() { Body = Inflated },
            "PHX5148", "decompresses bodies", "request decompression off"),
        new("the query dropped", new() { Target = target => target.Split('?')[0] },
            "PHX5149", "doesn't reach PostHog", "$is_args$args"),
        new("nginx's limit of 1 MB", new() { Before = Limit(1024 * 1024) },
            "PHX5150", "5 MB is refused", "client_max_body_size"),
        new("a limit of 10 MB that breaks off", new() { Before = (context, next) => context.Request.ContentLength > 10_000_000 ? Close(context) : next() },
            "PHX5150", "21 MB is refused", "64 MB"),
        new("Kestrel's limit of 30 MB", new() { ServerLimit = 30_000_000 },
            "PHX5151", "31 MB is refused", "RequestSizeLimit"),
        new("CORS doubled", new() { Headers = (context, _) => context.Response.Headers.Append("Access-Control-Allow-Origin", "*") },
            "PHX5155", "twice", "PostHog already does"),
        new("PostHog's cookie", new() { Leaks = ["Set-Cookie"] },
            "PHX5160", "__cf_bm", "Remove Set-Cookie"),
        new("PostHog's HSTS", new() { Leaks = ["Strict-Transport-Security"] },
            "PHX5161", "Strict-Transport-Security", "proxy_hide_header"),
        new("PostHog's policies", new() { Leaks = ["Alt-Svc", "NEL", "Report-To"] },
            "PHX5162", "Alt-Svc, NEL, Report-To", "Remove them"),
        new("an upgrade let through", new() { Before = Tunnel },
            "PHX5165", "tunnel", "Connection: Upgrade"),
        new("the wrong region", new() { Ingest = "us.i.posthog.com", Assets = "us-assets.i.posthog.com" },
            "PHX5170", "belongs to the region Eu", "eu.i.posthog.com"),
        new("/array to the other region", new() { Array = "us-assets.i.posthog.com" },
            "PHX5172", "/array/ doesn't", "same region"),
        new("all but assets to the other region", new() { Ingest = "us.i.posthog.com" },
            "PHX5172", "/flags/ doesn't", "ingest host of the region"),
    ];

    private static Task SlashRedirect(HttpContext context, Func<Task> next) => context.Request.Path.Value!.EndsWith('/')
        ? Redirect(context, 308, context.Request.Path.Value.TrimEnd('/') + context.Request.QueryString)
        : next();

    private static Func<HttpContext, Func<Task>, Task> Limit(long bytes) => (context, next) =>
    {
        if (context.Request.ContentLength <= bytes || context.Request.ContentLength is null)
        {
            return next();
        }

        context.Response.Headers.Server = "nginx/1.22.1";
        return Answers.Page(context, 413, "<center><h1>413 Request Entity Too Large</h1></center><hr><center>nginx</center>");
    };

    private static Task WithoutEncoding(HttpContext context, Func<Task> next)
    {
        context.Request.Headers.Remove("Accept-Encoding");
        return next();
    }

    private static byte[] Inflated(byte[] body)
    {
        if (body is not [0x1f, 0x8b, ..])
        {
            return body;
        }

        using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private static async Task Tunnel(HttpContext context, Func<Task> next)
    {
        if (!context.Request.Headers.Upgrade.Contains("websocket"))
        {
            await next();
            return;
        }

        var upgrade = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpUpgradeFeature>()!;
        context.Response.Headers.Upgrade = "websocket";
        await (await upgrade.UpgradeAsync()).DisposeAsync();
    }
}
