using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>Every line the proxy logs. None carries a query, a whole token or a visitor's address.</summary>
internal static partial class Log
{
    public const string Category = "PostHogProxy";

    [LoggerMessage(1, LogLevel.Information,
        "PostHog proxy mapped at {Path}: events go to {Ingest}, scripts and remote config to {Assets}")]
    public static partial void Mapped(this ILogger logger, string path, string ingest, string assets);

    [LoggerMessage(52, LogLevel.Information, "Requests to {Hosts} go over the proxy's own HTTP/2 connections")]
    public static partial void SendsOverHttp2(this ILogger logger, string hosts);

    [LoggerMessage(53, LogLevel.Information,
        "Requests to {Hosts} go through SocketsHttpHandler, because {Reason}. Nothing is lost; the proxy's own HTTP/2 connections would cost less CPU")]
    public static partial void SendsThroughHandler(this ILogger logger, string hosts, string reason);

    [LoggerMessage(54, LogLevel.Information,
        "{Origin} doesn't offer HTTP/2, so requests go through SocketsHttpHandler. The proxy asks again every 5 minutes")]
    public static partial void NoHttp2(this ILogger logger, string origin);

    [LoggerMessage(2, LogLevel.Error,
        "The changed configuration of the PostHog proxy at {Path} isn't valid, so the proxy keeps the last valid one: {Problem}")]
    public static partial void ReloadRefused(this ILogger logger, string path, string problem);

    [LoggerMessage(3, LogLevel.Warning,
        "A setting of the PostHog proxy at {Path} changed that is read only at startup (path, region, origins, project tokens, body size, connect "
        + "timeout, asset cache, aliases). Restart the app to apply it")]
    public static partial void ReloadNeedsRestart(this ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Warning,
        "{Count} PostHog request(s) failed since the last message. The latest, {Route} to {Upstream}, was answered with {Status} ({Error})")]
    public static partial void ForwardingFailed(
        this ILogger logger, int count, RouteKind route, string upstream, int status, string error, Exception? exception);

    [LoggerMessage(5, LogLevel.Warning,
        "A PostHog proxy is mapped at '/' for every host. Every request that no other endpoint handles is sent to PostHog. Add "
        + ".RequireHost(\"e.shop.example\"), or map a path of your own")]
    public static partial void RootWithoutHost(this ILogger logger);

    [LoggerMessage(6, LogLevel.Information,
        "A request for an unknown path that starts with {Start} was sent to PostHog's ingest host. Either the client is newer than this package, "
        + "or somebody tries paths. To refuse unknown paths, set AllowUnknownPaths to false")]
    public static partial void UnknownPath(this ILogger logger, string start);

    [LoggerMessage(7, LogLevel.Warning,
        "PostHog's assets host refuses or fails requests from {Who}. The proxy gets the same files from the ingest host, so scripts still load. If "
        + "this continues, ask PostHog whether the assets host blocks your server's address")]
    public static partial void AssetsRefused(this ILogger logger, string who);

    [LoggerMessage(8, LogLevel.Warning,
        "{Count} answer(s) from PostHog were not passed on since the last message. The latest, {Status} to {Route} from {Upstream}, was a "
        + "redirect, an HTML page or an unexpected success. The browser got 502. Check the region and the origins in the options")]
    public static partial void AnswerWithheld(this ILogger logger, int count, int status, RouteKind route, string upstream);

    [LoggerMessage(9, LogLevel.Debug,
        "A {Route} request ended on the visitor's side. The browser closed the connection, stopped sending, or sent something else than it "
        + "announced")]
    public static partial void BrowserGone(this ILogger logger, RouteKind route);

    [LoggerMessage(11, LogLevel.Warning,
        "{Middleware} replaces the request body before the PostHog proxy reads it. Events are still sent. But an event can be lost when its tab "
        + "closes, and the proxy can't send it a second time. Exclude the proxy from the middleware, after routing: app.UseWhen(context => "
        + "context.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is null, branch => ...)")]
    public static partial void BodyReplaced(this ILogger logger, string middleware);

    [LoggerMessage(12, LogLevel.Warning,
        "A middleware of the app read the body of a PostHog request, so there is nothing left to send. The request was answered with 502. Exclude "
        + "the proxy from middleware that reads forms or bodies, after routing: app.UseWhen(context => "
        + "context.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is null, branch => ...)")]
    public static partial void BodyTaken(this ILogger logger);

    [LoggerMessage(13, LogLevel.Warning,
        "The app's rate limiter rejects requests to the PostHog proxy at {Path} with {Status}. posthog-js doesn't retry after a 4xx, so those "
        + "events are lost. Set RateLimiterOptions.RejectionStatusCode to 503 and a Retry-After header in OnRejected, or exclude the proxy with "
        + ".DisableRateLimiting()")]
    public static partial void RateLimiterLosesEvents(this ILogger logger, string path, int status);

    [LoggerMessage(14, LogLevel.Information,
        "The PostHog proxy at {Path} also answers under aliases. If your page calls posthog.init itself, import rewriteRequestPath from the module "
        + "{Module}, or load the script {Script}")]
    public static partial void Aliased(this ILogger logger, string path, string module, string script);

    [LoggerMessage(50, LogLevel.Information,
        "The PostHog proxy at {Path} is off (Disabled). It answers posthog-js itself and sends nothing to PostHog")]
    public static partial void MappedOff(this ILogger logger, string path);

    [LoggerMessage(51, LogLevel.Information,
        "The project token {Token} of the PostHog proxy at {Path} doesn't begin with phc_, as tokens of PostHog Cloud do. PostHog accepts it. "
        + "Check that it's the token of your project")]
    public static partial void UnusualToken(this ILogger logger, string path, string token);

    [LoggerMessage(20, LogLevel.Information,
        "The PostHog proxy at {Path} has no ProjectTokens. The proxy can't check that your project is in the region its events are sent to. It "
        + "also serves other people's projects from your domain, scripts included. Set ProjectTokens to the tokens of your projects")]
    public static partial void NothingToProve(this ILogger logger, string path);

    [LoggerMessage(21, LogLevel.Information, "{Id} for the PostHog proxy at {Path}: {Message}")]
    public static partial void RegionProven(this ILogger logger, string path, string id, string message);

    [LoggerMessage(22, LogLevel.Warning, "{Id} for the PostHog proxy at {Path}: {Message} {Fix}")]
    public static partial void RegionNotProven(this ILogger logger, string path, string id, string message, string? fix);

    [LoggerMessage(23, LogLevel.Error, "{Id} for the PostHog proxy at {Path}: {Message} {Fix}")]
    public static partial void RegionWrong(this ILogger logger, string path, string id, string message, string? fix);

    [LoggerMessage(24, LogLevel.Warning,
        "PostHog answered {Count} or more flags requests with 401 within a minute. Most likely the pages have the token of a project in the other "
        + "region. PostHog then drops their events too, and answers 200. Set ProjectTokens. The log at startup and the health check then report the "
        + "region of each token")]
    public static partial void FlagsRefused(this ILogger logger, int count);

    [LoggerMessage(25, LogLevel.Warning,
        "Some pages use posthog-js {Version}. Versions before 1.391.6 write ip= into their addresses, and filter lists block that. Blockers stop "
        + "their events under any path, and most other requests under some paths. Update posthog-js in the page")]
    public static partial void OldClient(this ILogger logger, string version);

    [LoggerMessage(26, LogLevel.Error,
        "PostHogProxyOptions.DisabledWhen threw an exception for {Count} request(s) since the last message. PostHog was off for these requests")]
    public static partial void DisabledWhenThrew(this ILogger logger, int count, Exception exception);

    [LoggerMessage(27, LogLevel.Error, "The PostHog snippet renders nothing: {Problem}")]
    public static partial void SnippetProblem(this ILogger logger, string problem);

    [LoggerMessage(28, LogLevel.Warning,
        "The PostHog snippet of the proxy at {Path} has no ui_host, so the toolbar and the links to recordings don't work. Set UiHost to the "
        + "address where you sign in to PostHog")]
    public static partial void SnippetWithoutUiHost(this ILogger logger, string path);

    [LoggerMessage(29, LogLevel.Warning,
        "The options {Options} apply only to a proxy without a name, and this app maps none. They have no effect on the PostHog proxy at {Path}. "
        + "Set them with AddPostHogProxy(\"{Name}\", …) or in the section '{Section}'")]
    public static partial void OptionsUnread(this ILogger logger, string path, string options, string name, string section);

    [LoggerMessage(30, LogLevel.Warning,
        "PostHog fails: {Failure}. {Count} request(s) since the last message got an expired answer from the asset cache. The latest, {Route}, got "
        + "an answer that is {Age} old. Scripts still load. Changes in PostHog become visible when it answers again")]
    public static partial void StaleGiven(this ILogger logger, int count, RouteKind route, TimeSpan age, string failure);

    [LoggerMessage(31, LogLevel.Warning,
        "The shared asset cache (AssetCache.DistributedCache) fails or is too slow. Until it answers again, each server uses its own cache")]
    public static partial void SharedCacheFails(this ILogger logger);

    [LoggerMessage(40, LogLevel.Debug, "{Route} was answered {Status} by {Upstream}: {Sent} bytes sent, {Received} received, {Milliseconds} ms, cache {Cache}",
        SkipEnabledCheck = true)]
    public static partial void ExchangeEnded(
        this ILogger logger, string route, int status, string upstream, long sent, long received, long milliseconds, string cache);

    [LoggerMessage(41, LogLevel.Warning,
        "{Count} PostHog request(s) failed since the last message. The latest, {Route} to {Upstream}, was answered with {Status}, because the TLS "
        + "handshake failed: {Reason}. {Cure} See PHX5012")]
    public static partial void TlsFailed(this ILogger logger, int count, RouteKind route, string upstream, int status, string reason, string cure);

    [LoggerMessage(42, LogLevel.Warning,
        "{Count} PostHog request(s) failed since the last message. The latest, {Route} to {Upstream}, was answered with {Status}, because the "
        + "egress proxy refuses the connection: {Reason}. {Cure} See PHX5011")]
    public static partial void EgressProxyRefuses(this ILogger logger, int count, RouteKind route, string upstream, int status, string reason, string cure);

    [LoggerMessage(43, LogLevel.Warning,
        "The section {Section} is set, but the app has no outbox: nothing is kept while PostHog is down. Add the package PostHogProxy.Outbox.Sqlite and "
        + "call AddPostHogProxy().AddSqliteOutbox(), or remove the section")]
    public static partial void OutboxMissing(this ILogger logger, string section);

    [LoggerMessage(44, LogLevel.Critical, "The app stops, because anybody could see its PostHog proxy page. {Problem}")]
    public static partial void PageOpen(this ILogger logger, string problem);

    [LoggerMessage(45, LogLevel.Warning, "The PostHog proxy page shows nothing new: {Count} look(s) at the app failed since the last message. The app goes on")]
    public static partial void PageFailed(this ILogger logger, int count, Exception exception);

    [LoggerMessage(36, LogLevel.Warning,
        "The endpoint {Endpoint} handles {Method} {Example} before the PostHog proxy at {Path} does, so what pages send there is lost. Give the "
        + "proxy a lower order, app.MapPostHogProxy(…).WithOrder({Order}), or give that endpoint a narrower route")]
    public static partial void RouteTaken(this ILogger logger, string path, string endpoint, string method, string example, int order);

    [LoggerMessage(10, LogLevel.Warning,
        "Requests have {Header} and come from a private network, so there is a proxy in front of the app. No forwarded-headers middleware has read "
        + "the header, so PostHog gets that proxy's address for every visitor. {Cure}")]
    public static partial void ForwardedHeadersIgnored(this ILogger logger, string header, string cure);

    [LoggerMessage(32, LogLevel.Information,
        "X-Forwarded-For has addresses that the forwarded-headers middleware didn't use. If there is more than one proxy in front of the app, "
        + "PostHog gets the address of one of them for every visitor. Set ForwardedHeadersOptions.ForwardLimit to the number of proxies, and add "
        + "each to KnownProxies or KnownIPNetworks. Otherwise, a visitor wrote the addresses, and you have nothing to do")]
    public static partial void ForwardedAddressesLeft(this ILogger logger);

    [LoggerMessage(33, LogLevel.Warning,
        "Requests come from a private network and have the visitor's address only in the header Forwarded. There is a proxy in front of the app, "
        + "so PostHog gets that proxy's address for every visitor. {Cure}")]
    public static partial void ForwardedUnreadable(this ILogger logger, string cure);

    [LoggerMessage(34, LogLevel.Information,
        "Requests have {Header}, and no forwarded-headers middleware has read it. If there is a proxy in front of the app, PostHog gets that "
        + "proxy's address for every visitor. {Cure}. Otherwise, a visitor wrote the header, and you have nothing to do")]
    public static partial void ForwardedHeadersPerhapsIgnored(this ILogger logger, string header, string cure);
}
