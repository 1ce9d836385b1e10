using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace PostHogProxy.Snippet;

/// <summary>
/// The <c>api_host</c> of a page: a path where the proxy answers on the page's own host, else the address of the host that it was mapped for.
/// Nothing of the request's <c>Host</c> header goes into it: a page that a cache keeps would load its script from whatever a stranger wrote there.
/// </summary>
internal static class ApiHost
{
    /// <summary>Whether the proxy answers on the host the page was asked from.</summary>
    public static bool IsHere(HttpRequest request, RouteEndpoint proxy) =>
        Hosts(proxy) is var hosts && (hosts.Count == 0 || hosts.Any(host => Matches(host, request)));

    /// <summary>The value, or what is wrong and the cure.</summary>
    public static (string? Value, string? Problem) Of(HttpContext context, RouteEndpoint proxy)
    {
        var (path, problem) = Path(proxy.RoutePattern, context.Request.RouteValues);
        if (path is null)
        {
            return (null, problem);
        }

        if (IsHere(context.Request, proxy))
        {
            // Never "//…", which is another host's to a browser. The SDK drops a slash at the end.
            return ("/" + (context.Request.PathBase.ToUriComponent() + path).Trim('/'), null);
        }

        var host = Hosts(proxy).FirstOrDefault(each => !each.StartsWith('*'));
        return host is null
            ? (null, $"the PostHog proxy answers on {string.Join(", ", Hosts(proxy))} and not on this page's host. Name one host without a star in its RequireHost.")
            : ($"{Scheme(context.Request, host)}://{WithoutAnyPort(host)}{path}", null);
    }

    private static (string? Path, string? Problem) Path(RoutePattern pattern, RouteValueDictionary page)
    {
        var path = new StringBuilder();
        foreach (var segment in pattern.PathSegments.SkipLast(1))
        {
            path.Append('/');
            foreach (var part in segment.Parts)
            {
                switch (part)
                {
                    case RoutePatternParameterPart parameter:
                        if ((page[parameter.Name] ?? parameter.Default) is not { } value)
                        {
                            return (null, $"the PostHog proxy is in a group with the parameter {{{parameter.Name}}}, which this page's route does not have.");
                        }

                        path.Append(Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                        break;
                    case RoutePatternLiteralPart literal:
                        path.Append(new PathString("/" + literal.Content).ToUriComponent().AsSpan(1));
                        break;
                    case RoutePatternSeparatorPart separator:
                        path.Append(separator.Content);
                        break;
                }
            }
        }

        return (path.ToString(), null);
    }

    private static IReadOnlyList<string> Hosts(RouteEndpoint proxy) => proxy.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? [];

    // As routing reads RequireHost: "e.shop.example", "e.shop.example:8443", "*.shop.example", "*:8443".
    private static bool Matches(string pattern, HttpRequest request)
    {
        var host = new HostString(pattern);
        var asked = request.Host;
        if (host.Port is { } port && port != (asked.Port ?? (request.IsHttps ? 443 : 80)))
        {
            return false;
        }

        return host.Host == "*"
            || (host.Host.StartsWith("*.", StringComparison.Ordinal)
                ? asked.Host.EndsWith(host.Host[1..], StringComparison.OrdinalIgnoreCase)
                : asked.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase));
    }

    // RequireHost takes ":*" for every port.
    private static string WithoutAnyPort(string host) => host.EndsWith(":*", StringComparison.Ordinal) ? host[..^2] : host;

    // Behind a load balancer that ends TLS the app may take itself for plain HTTP; a browser would refuse such a script on its https page.
    private static string Scheme(HttpRequest request, string host) => !request.IsHttps && IsThisMachine(new HostString(host).Host) ? "http" : "https";

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
