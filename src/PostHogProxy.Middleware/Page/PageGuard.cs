using System.Net;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Responses;

namespace PostHogProxy.Page;

/// <summary>Stands before each endpoint of the page: the headers of all of them, and the last look at who asks.</summary>
internal sealed class PageGuard(PageAccess access)
{
    private const string FromHere = "In Development, the PostHog proxy page answers only browsers on this machine, by the name localhost. To open it to others, "
        + "add .RequireAuthorization() to MapPostHogProxyPage, or .AllowAnonymous() if anybody who reaches this app may see it.";

    public RequestDelegate Around(RequestDelegate next) => context =>
    {
        Describe(context.Response.Headers);

        // A stream that is compressed comes late; a token in a page that is can be guessed by the page's size.
        AppCompression.KeepOff(context.Request);
        return Refusal(context) is { } refusal ? SayAsync(context, StatusCodes.Status403Forbidden, refusal) : next(context);
    };

    public static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static void Describe(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
    }

    private string? Refusal(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || access.Problem(endpoint) is not null)
        {
            // The start has said why, in the log of whoever can change it.
            return "The PostHog proxy page isn't open. The app's log says why.";
        }

        return endpoint.Metadata.GetMetadata<OnlyFromHere>() is not null && !IsFromHere(context) ? FromHere : null;
    }

    // A site whose name an attacker points to this machine asks from here too, by that name; and a tunnel asks for somebody elsewhere.
    private static bool IsFromHere(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress)
        && IsThisMachine(context.Request.Host.Host)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    // Without an address there is no network between: a server in memory, or a Unix socket.
    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));
}
