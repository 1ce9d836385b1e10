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

    [LoggerMessage(2, LogLevel.Error,
        "The changed configuration of the PostHog proxy at {Path} is refused, the last good one stays in force: {Problem}")]
    public static partial void ReloadRefused(this ILogger logger, string path, string problem);

    [LoggerMessage(3, LogLevel.Warning,
        "The configuration of the PostHog proxy at {Path} changed in a setting that is fixed at start (path, region, origins, project tokens, body size, connect timeout, asset cache, aliases): restart the app")]
    public static partial void ReloadNeedsRestart(this ILogger logger, string path);

    [LoggerMessage(4, LogLevel.Warning,
        "{Count} PostHog request(s) failed since the last line like this; the latest, {Route} to {Upstream}, was answered {Status} ({Error})")]
    public static partial void ForwardingFailed(
        this ILogger logger, int count, RouteKind route, string upstream, int status, string error, Exception? exception);

    [LoggerMessage(5, LogLevel.Warning,
        "A PostHog proxy is mapped at '/' for every host: each path that no other endpoint of the app takes goes to PostHog. "
        + "Add .RequireHost(\"e.shop.example\"), or map a path of your own")]
    public static partial void RootWithoutHost(this ILogger logger);

    [LoggerMessage(6, LogLevel.Information,
        "A path that this package does not know, starting with {Start}, goes to PostHog's ingest host: the client is newer than the package, "
        + "or somebody is trying paths. AllowUnknownPaths = false closes them")]
    public static partial void UnknownPath(this ILogger logger, string start);

    [LoggerMessage(7, LogLevel.Warning,
        "PostHog's assets host refuses or fails what {Who} asks for; its ingest host serves the same files and is asked instead. Scripts load; "
        + "if this lasts, ask PostHog whether the assets host blocks your server's address")]
    public static partial void AssetsRefused(this ILogger logger, string who);

    [LoggerMessage(8, LogLevel.Warning,
        "{Count} answer(s) of PostHog's were withheld since the last line like this; the latest, {Status} to {Route} from {Upstream}, was a redirect, "
        + "a page or a success where none belongs, and was answered 502. Look whether the region and the origins in the options are right")]
    public static partial void AnswerWithheld(this ILogger logger, int count, int status, RouteKind route, string upstream);

    [LoggerMessage(9, LogLevel.Debug, "A {Route} request ended on the visitor's side: the browser hung up, stood still, or sent something else than it announced")]
    public static partial void BrowserGone(this ILogger logger, RouteKind route);

    [LoggerMessage(11, LogLevel.Warning,
        "Request bodies reach the PostHog proxy through {Middleware}, not from the server: events are sent as that hands them over, but no longer "
        + "outlive the tab that sent them, and are not sent a second time. Keep it off the proxy: app.UseWhen(context => "
        + "context.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is null, branch => ...), after routing")]
    public static partial void BodyReplaced(this ILogger logger, string middleware);

    [LoggerMessage(12, LogLevel.Warning,
        "A middleware of the app has read the body of a PostHog request, so there is nothing left to send: it was answered 502. Keep whatever reads "
        + "forms or bodies off the proxy: app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is null, "
        + "branch => ...), after routing")]
    public static partial void BodyTaken(this ILogger logger);

    [LoggerMessage(13, LogLevel.Warning,
        "The app's rate limiter rejects requests to the PostHog proxy at {Path} with {Status}: posthog-js gives up for good what is answered 4xx, and the "
        + "events are lost. Set RateLimiterOptions.RejectionStatusCode = 503 and a Retry-After header in OnRejected, or take the proxy out "
        + "with .DisableRateLimiting()")]
    public static partial void RateLimiterLosesEvents(this ILogger logger, string path, int status);

    [LoggerMessage(14, LogLevel.Information,
        "The PostHog proxy at {Path} also answers under aliases. Pages that call posthog.init themselves take rewriteRequestPath from the module "
        + "{Module} or the script {Script}")]
    public static partial void Aliased(this ILogger logger, string path, string module, string script);

    [LoggerMessage(50, LogLevel.Information, "The PostHog proxy at {Path} is off (Disabled): it answers posthog-js itself and sends nothing to PostHog")]
    public static partial void MappedOff(this ILogger logger, string path);

    [LoggerMessage(51, LogLevel.Information,
        "The project token {Token} of the PostHog proxy at {Path} does not look like phc_…, the form that PostHog Cloud gives. PostHog takes it; check that "
        + "it is the token of your project")]
    public static partial void UnusualToken(this ILogger logger, string path, string token);

    [LoggerMessage(20, LogLevel.Information,
        "The PostHog proxy at {Path} has no ProjectTokens: nothing proves that your project is where its events go, and a stranger's token is "
        + "served from your domain, scripts included. Set ProjectTokens to the tokens of your projects")]
    public static partial void NothingToProve(this ILogger logger, string path);

    [LoggerMessage(21, LogLevel.Information, "{Id} for the PostHog proxy at {Path}: {Message}")]
    public static partial void RegionProven(this ILogger logger, string path, string id, string message);

    [LoggerMessage(22, LogLevel.Warning, "{Id} for the PostHog proxy at {Path}: {Message} {Fix}")]
    public static partial void RegionNotProven(this ILogger logger, string path, string id, string message, string? fix);

    [LoggerMessage(23, LogLevel.Error, "{Id} for the PostHog proxy at {Path}: {Message} {Fix}")]
    public static partial void RegionWrong(this ILogger logger, string path, string id, string message, string? fix);

    [LoggerMessage(24, LogLevel.Warning,
        "PostHog refused {Count} or more flags requests with 401 within a minute. The likely cause is that the pages carry the token of a project "
        + "in the other region; then PostHog also drops their events, and answers 200. Set ProjectTokens: the start and the health check "
        + "then say which region each token belongs to")]
    public static partial void FlagsRefused(this ILogger logger, int count);

    [LoggerMessage(25, LogLevel.Warning,
        "Visitors come with posthog-js {Version}. Before 1.391.6 it writes ip= into its addresses, which filter lists know: blockers stop their "
        + "events under any path, and most else they ask for under some. Update posthog-js in the page")]
    public static partial void OldClient(this ILogger logger, string version);

    [LoggerMessage(26, LogLevel.Error, "PostHogProxyOptions.DisabledWhen threw for {Count} request(s) since the last line like this: PostHog was off for them")]
    public static partial void DisabledWhenThrew(this ILogger logger, int count, Exception exception);

    [LoggerMessage(27, LogLevel.Error, "The PostHog snippet renders nothing: {Problem}")]
    public static partial void SnippetProblem(this ILogger logger, string problem);

    [LoggerMessage(28, LogLevel.Warning,
        "The PostHog snippet of the proxy at {Path} has no ui_host, so the toolbar and the links to recordings do not work: set UiHost to the address where you "
        + "sign in to your PostHog")]
    public static partial void SnippetWithoutUiHost(this ILogger logger, string path);

    [LoggerMessage(29, LogLevel.Warning,
        "The options {Options} are for a proxy that is mapped without a name, and this app maps none: the PostHog proxy at {Path} does not follow them. "
        + "Set them by AddPostHogProxy(\"{Name}\", …) or in the section '{Section}'")]
    public static partial void OptionsUnread(this ILogger logger, string path, string options, string name, string section);

    [LoggerMessage(30, LogLevel.Warning,
        "PostHog fails, and {Count} request(s) since the last line like this were answered from the asset cache past their time; the latest, {Route}, with "
        + "an answer of {Age}: {Failure}. Scripts load, and changes in PostHog wait until it answers again")]
    public static partial void StaleGiven(this ILogger logger, int count, RouteKind route, TimeSpan age, string failure);

    [LoggerMessage(31, LogLevel.Warning,
        "The shared asset cache (AssetCache.DistributedCache) fails or is too slow. Each server keeps PostHog's scripts for itself until it answers again")]
    public static partial void SharedCacheFails(this ILogger logger);

    [LoggerMessage(40, LogLevel.Debug, "{Route} was answered {Status} by {Upstream}: {Sent} bytes sent, {Received} received, {Milliseconds} ms, cache {Cache}",
        SkipEnabledCheck = true)]
    public static partial void ExchangeEnded(
        this ILogger logger, string route, int status, string upstream, long sent, long received, long milliseconds, string cache);

    [LoggerMessage(41, LogLevel.Warning,
        "{Count} PostHog request(s) failed since the last line like this; the latest, {Route} to {Upstream}, was answered {Status}, since no TLS comes about: "
        + "{Reason}. {Cure} See PHX5012")]
    public static partial void TlsFailed(this ILogger logger, int count, RouteKind route, string upstream, int status, string reason, string cure);

    [LoggerMessage(42, LogLevel.Warning,
        "{Count} PostHog request(s) failed since the last line like this; the latest, {Route} to {Upstream}, was answered {Status}, since the egress proxy "
        + "lets nothing through: {Reason}. {Cure} See PHX5011")]
    public static partial void EgressProxyRefuses(this ILogger logger, int count, RouteKind route, string upstream, int status, string reason, string cure);

    [LoggerMessage(36, LogLevel.Warning,
        "The endpoint {Endpoint} of the app takes {Method} {Example}, so the PostHog proxy at {Path} never sees it and what pages send there is lost. Give "
        + "the proxy a lower order, app.MapPostHogProxy(…).WithOrder({Order}), or that endpoint a narrower route")]
    public static partial void RouteTaken(this ILogger logger, string path, string endpoint, string method, string example, int order);

    [LoggerMessage(10, LogLevel.Warning,
        "Requests carry {Header}, and they come from a private network, so a proxy stands in front of the app. No forwarded-headers middleware has read "
        + "the header: PostHog sees every visitor at that proxy's address. {Cure}")]
    public static partial void ForwardedHeadersIgnored(this ILogger logger, string header, string cure);

    [LoggerMessage(32, LogLevel.Information,
        "X-Forwarded-For has addresses that the forwarded-headers middleware has not used. If more than one proxy stands in front of the app, PostHog sees "
        + "every visitor at the address of one of them: set ForwardedHeadersOptions.ForwardLimit to the number of proxies, and name each in KnownProxies or "
        + "KnownIPNetworks. If not, a visitor wrote the addresses, and there is nothing to do")]
    public static partial void ForwardedAddressesLeft(this ILogger logger);

    [LoggerMessage(33, LogLevel.Warning,
        "Requests carry Forwarded and no other header with the visitor's address, and they come from a private network, so a proxy stands in front of the "
        + "app: PostHog sees every visitor at that proxy's address. {Cure}")]
    public static partial void ForwardedUnreadable(this ILogger logger, string cure);

    [LoggerMessage(34, LogLevel.Information,
        "Requests carry {Header}, and no forwarded-headers middleware has read it. If a proxy stands in front of the app, PostHog sees every visitor at that "
        + "proxy's address. {Cure}. If no proxy does, a visitor wrote the header, and there is nothing to do")]
    public static partial void ForwardedHeadersPerhapsIgnored(this ILogger logger, string header, string cure);
}
