using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Diagnostics;

/// <summary>Every line the proxy logs. None carries a query, a token or a visitor's address.</summary>
internal static partial class Log
{
    public const string Category = "PostHogProxy";

    [LoggerMessage(1, LogLevel.Information,
        "PostHog proxy mapped at {Path}: events go to {Ingest}, scripts and remote config to {Assets}")]
    public static partial void Mapped(this ILogger logger, string path, string ingest, string assets);

    [LoggerMessage(2, LogLevel.Error,
        "The changed configuration of the PostHog proxy at {Path} is refused, the last good one stays in force: {Problem}")]
    public static partial void ReloadRefused(this ILogger logger, string path, string problem);

    [LoggerMessage(3, LogLevel.Warning,
        "The configuration of the PostHog proxy at {Path} changed in a setting that is fixed at start (path, region, origins, body size, connect timeout): restart the app")]
    public static partial void ReloadNeedsRestart(this ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Warning,
        "A {Route} request to {Upstream} failed and was answered {Status} ({Error})")]
    public static partial void ForwardingFailed(
        this ILogger logger, RouteKind route, string upstream, int status, ForwarderError error, Exception? exception);

    [LoggerMessage(5, LogLevel.Warning,
        "A PostHog proxy is mapped at '/' for every host: each path that no other endpoint of the app takes goes to PostHog. "
        + "Add .RequireHost(\"e.shop.example\"), or map a path such as \"/k3fw\"")]
    public static partial void RootWithoutHost(this ILogger logger);
}
