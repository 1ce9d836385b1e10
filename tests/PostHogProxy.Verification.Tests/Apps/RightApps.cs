using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Verification.Tests.Apps;

/// <summary>An app that does nothing wrong, and what it does that could be taken for wrong.</summary>
/// <param name="Shape">What it does.</param>
/// <param name="Map">The app around the proxy.</param>
internal sealed record RightApp(string Shape, Action<WebApplication> Map)
{
    public Action<WebApplicationBuilder> Services { get; init; } = _ => { };

    public Action<PostHogProxyOptions> Options { get; init; } = _ => { };
}

internal static class RightApps
{
    private static int _answers;

    public static IReadOnlyList<RightApp> All { get; } =
    [
        new("a policy with a nonce", app => Header(app, "Content-Security-Policy", () => $"default-src 'self'; script-src 'nonce-{Anew()}' 'strict-dynamic'; style-src 'self' 'nonce-{Anew()}'")),
        new("a policy that is only reported, with a nonce", app => Header(app, "Content-Security-Policy-Report-Only", () => $"script-src 'nonce-{Anew()}'; report-uri /csp?id={Anew()}")),
        new("a policy that names PostHog's hosts", app => Header(app, "Content-Security-Policy", () => $"script-src 'self' 'nonce-{Anew()}' https://eu-assets.i.posthog.com; connect-src 'self' https://*.posthog.com")),
        new("a policy that reports to PostHog", app => Header(app, "Content-Security-Policy", () => $"script-src 'nonce-{Anew()}'; report-uri https://eu.i.posthog.com/report/?token=phc_x&id={Anew()}")),
        new("two policies", app => app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = new([$"script-src 'nonce-{Anew()}'", "frame-ancestors 'none'"]);
            return next(context);
        })),
        new("another policy for every path", app => app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/k3fw") ? "default-src 'none'" : $"script-src 'nonce-{Anew()}'; connect-src 'self'";
            return next(context);
        })),
        new("reports with an id for every answer", app => app.Use((context, next) =>
        {
            context.Response.Headers["Report-To"] = $$"""{"group":"shop","max_age":600,"endpoints":[{"url":"https://reports.shop.example/{{Anew()}}"}]}""";
            context.Response.Headers["Reporting-Endpoints"] = $"default=\"https://reports.shop.example/v1?s={Anew()}\"";
            context.Response.Headers["NEL"] = """{"report_to":"shop","max_age":600}""";
            return next(context);
        })),
        new("an edge's reports, as many have them", app => app.Use((context, next) =>
        {
            context.Response.Headers["Report-To"] = $$"""{"endpoints":[{"url":"https:\/\/a.nel.cloudflare.com\/report\/v4?s={{Anew()}}"}],"group":"cf-nel","max_age":604800}""";
            context.Response.Headers["NEL"] = """{"report_to":"cf-nel","success_fraction":0.0,"max_age":604800}""";
            context.Response.Headers.AltSvc = "h3=\":443\"; ma=86400";
            context.Response.Headers["cf-ray"] = Anew();
            context.Response.Headers.Server = "cloudflare";
            return next(context);
        })),
        new("HSTS of its own that says what PostHog's says", app => Header(app, "Strict-Transport-Security", () => "max-age=31536000; includeSubDomains; preload")),
        new("request ids, timings and dates", app => app.Use((context, next) =>
        {
            context.Response.Headers["X-Request-Id"] = Anew();
            context.Response.Headers["Server-Timing"] = $"app;dur={Anew().Length}";
            context.Response.Headers["traceresponse"] = $"00-{Guid.NewGuid():N}-{Anew()[..16]}-01";
            return next(context);
        })),
        new("a cookie for everybody", app => Header(app, "Set-Cookie", () => $"shop.session={Anew()}; path=/; samesite=lax; httponly")),
        new("a cookie that speaks of PostHog", app => Header(app, "Set-Cookie", () => "seen=https://posthog.com; path=/")),
        new("a cookie with another name every time", app => Header(app, "Set-Cookie", () => $".AspNetCore.Correlation.{Anew()}=N; path=/")),
        new("a balancer's cookie with PostHog's cookie's name", app => Header(app, "Set-Cookie", () => $"__cf_bm={Anew()}; path=/; HttpOnly")),
        new("a server name of its own", app => Header(app, "Server", () => "nginx/1.22.1")) { Services = builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false) },
        new("a Cache-Control for everything", app => Header(app, "Cache-Control", () => "no-cache, no-store")),
        new("CORS with credentials for its own pages", app => app.UseCors())
        {
            Services = builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins("https://www.shop.example").AllowCredentials().WithHeaders("x-shop"))),
        },
        new("compressed answers", app => app.UseResponseCompression()) { Services = builder => builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true) },
        new("a rate limiter that says when to come again", app => app.UseRateLimiter()) { Services = AddLimiter },
        new("HTTP/1.1 alone", _ => { }) { Services = builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1)) },
        new("a 404 page of its own", app => app.UseStatusCodePages("text/html", "<!doctype html><title>Shop</title><h1>Nothing here ({0})</h1>")),
        new("a redirect to the question of consent, elsewhere", app => app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/k3fw") || context.Request.Cookies.ContainsKey("consent"))
            {
                return next(context);
            }

            context.Response.Redirect("/consent");
            return Task.CompletedTask;
        })),
        new("a login before all else", app => app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/k3fw"))
            {
                return next(context);
            }

            context.Response.Redirect("/Account/Login?ReturnUrl=%2F");
            return Task.CompletedTask;
        })),
        new("other origins kept out", app => app.Use((context, next) =>
        {
            if (context.Request.Headers.Origin is [{ } origin] && origin != $"http://{context.Request.Host}")
            {
                context.Response.StatusCode = 403;
                return Task.CompletedTask;
            }

            return next(context);
        })),
        new("aliases beside PostHog's names", _ => { }) { Options = options => options.UsePathAliases() },
        new("tokens of its own alone", _ => { }) { Options = options => options.ProjectTokens.Add(Proxies.Verification.Token) },
        new("addresses left out and privacy respected", _ => { })
        {
            Options = options =>
            {
                options.ClientAddress = ClientAddressMode.Omit;
                options.RespectGlobalPrivacyControl = true;
            },
        },
        new("the single-page app's page for the rest", app => app.MapFallback(context => Proxies.Answers.Page(context, 200, "<!doctype html><title>Shop</title>"))),
    ];

    private static void Header(WebApplication app, string name, Func<string> value) => app.Use((context, next) =>
    {
        context.Response.Headers[name] = value();
        return next(context);
    });

    private static string Anew() => $"{Guid.NewGuid():N}{Interlocked.Increment(ref _answers)}";

    private static void AddLimiter(WebApplicationBuilder builder) => builder.Services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetFixedWindowLimiter(
            "all", _ => new() { PermitLimit = 12, Window = TimeSpan.FromSeconds(1), QueueLimit = 0 }));
        limiter.RejectionStatusCode = 503;
        limiter.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    });
}
