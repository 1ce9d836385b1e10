using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Edge;

/// <summary>
/// The headers PostHog's edge puts on every answer. They speak for posthog.com's own connection and origin: a proxy
/// that passes them on sets a foreign cookie, pins HSTS or diverts HTTP/3 on the team's domain.
/// </summary>
internal static class EdgeHeaders
{
    public static void Put(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.SetCookie = "__cf_bm=standin.0123456789abcdef; path=/; domain=.posthog.com; HttpOnly; Secure; SameSite=None";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains; preload";
        headers.Server = "envoy";
        headers.Via = "1.1 google";
        headers.AltSvc = "h3=\":443\"; ma=86400";
        headers["NEL"] = """{"report_to":"cf-nel","success_fraction":0.0,"max_age":604800}""";
        headers["Report-To"] = """{"group":"cf-nel","max_age":604800,"endpoints":[{"url":"https://nel.posthog.com/report"}]}""";
        headers["cf-ray"] = "0123456789abcdef-AMS";
        headers["cf-cache-status"] = "DYNAMIC";
        headers.ContentSecurityPolicyReportOnly = "default-src 'self'; report-uri https://us.posthog.com/report/";
    }

    /// <summary>PostHog mirrors the origin, with credentials. A proxy that adds a second value breaks CORS (posthog-js #49).</summary>
    public static void AllowOrigin(HttpContext context)
    {
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin])
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowCredentials = "true";
        }
    }

    public static bool IsPreflight(HttpContext context) => HttpMethods.IsOptions(context.Request.Method);

    public static Task AnswerPreflightAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders is [{ } asked]
            ? asked
            : "Content-Type, X-Requested-With, X-Conversations-Token";
        headers.AccessControlMaxAge = "86400";
        Exchange.Of(context).Outcome = "preflight";
        context.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }
}
