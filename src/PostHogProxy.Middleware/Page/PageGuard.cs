using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Responses;

namespace PostHogProxy.Page;

/// <summary>Stands before each endpoint of the page: the headers of all of them, and the last look at who asks.</summary>
internal sealed class PageGuard(PageAccess access)
{
    private const string FromHere = "In Development, the PostHog proxy page answers only browsers on this machine, by the name localhost. To open it to others, "
        + "add .RequireAuthorization() to MapPostHogProxyPage, or .AllowAnonymous() if anybody who reaches this app may see it.";

    private const string Unchecked = "The PostHog proxy page has a policy, but the app doesn't check it: no authorization middleware has run for this request. "
        + "Add app.UseAuthorization() to the app, after app.UseRouting() where you call it.";

    // The framework's own sign between the middleware and the endpoints, since ASP.NET Core 3.0 (AuthorizationMiddleware.cs, EndpointMiddleware.cs). The
    // framework itself refuses only where the metadata is IAuthorizeData, and not where RouteOptions.SuppressCheckForUnhandledSecurityMetadata is set.
    private const string AuthorizationRan = "__AuthorizationMiddlewareWithEndpointInvoked";

    // Beside X-Forwarded-*: what proxies, tunnels and caches say of whom they ask for.
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];

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

        if (PageAccess.DemandsPolicy(endpoint) && !context.Items.ContainsKey(AuthorizationRan))
        {
            return Unchecked;
        }

        return endpoint.Metadata.GetMetadata<OnlyFromHere>() is not null && !IsFromHere(context) ? FromHere : null;
    }

    // A site whose name an attacker points to this machine asks from here too, by that name; a page of another site asks from a browser here; and a tunnel
    // or a proxy asks for somebody elsewhere.
    private static bool IsFromHere(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress)
        && IsThisMachine(context.Request.Host.Host)
        && IsOriginHere(context.Request.Headers.Origin)
        && !context.Request.Headers.Any(static header => IsOfProxy(header.Key));

    private static bool IsOriginHere(StringValues origin) =>
        origin.Count == 0 || (origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var site) && IsThisMachine(site.Host));

    private static bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || ProxyHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    // Without an address there is no network between: a server in memory, or a Unix socket.
    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));
}
