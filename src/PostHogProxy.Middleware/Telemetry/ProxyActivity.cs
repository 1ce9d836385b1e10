using System.Diagnostics;
using System.Globalization;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>
/// The activity source <c>PostHogProxy</c>: one client span for every exchange with PostHog. It names the route, never the path or the query,
/// and its ids go nowhere: trace headers are not sent on.
/// </summary>
internal static class ProxyActivity
{
    private static readonly ActivitySource Source = new(SourceNames.Proxy);

    /// <summary>Null where nobody listens.</summary>
    public static Activity? Start(string method, ClientRoute route)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity($"{method} {route.Path}", ActivityKind.Client);
        return activity?
            .SetTag("http.request.method", method)
            .SetTag("url.template", route.Path)
            .SetTag(ProxyMetrics.Route, MetricTags.Of(route.Kind));
    }

    public static void Tell(this Activity activity, string? host, int status)
    {
        activity.SetTag("http.response.status_code", status);
        if (host is not null)
        {
            activity.SetTag("server.address", host);
        }

        if (status >= 400)
        {
            activity.SetTag(ProxyMetrics.ErrorType, status.ToString(CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
        }
    }
}
