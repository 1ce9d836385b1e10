using Microsoft.AspNetCore.Http;

namespace PostHogProxy;

/// <summary>
/// Settings of one mapped PostHog proxy. Most apps need none: <c>app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);</c> is complete.
/// </summary>
/// <remarks>
/// Settings apply in this order; the last one wins:
/// <list type="number">
/// <item><description>the section <c>PostHogProxy</c>, or <c>PostHogProxy:Maps:&lt;name&gt;</c> for a named map</description></item>
/// <item><description><c>AddPostHogProxy</c></description></item>
/// <item><description>the arguments of <c>MapPostHogProxy</c></description></item>
/// <item><description>the delegate of <c>MapPostHogProxy</c></description></item>
/// </list>
/// They are validated when the proxy is mapped. If a value is wrong, the app doesn't start, and the message names the value.
/// <see cref="ResponseTimeout"/>, <see cref="FlagsTimeout"/>, <see cref="MaxConcurrentRequests"/>, <see cref="ClientAddress"/>,
/// <see cref="Features"/>, <see cref="RespectGlobalPrivacyControl"/>, <see cref="Disabled"/>, <see cref="AllowUnknownPaths"/>,
/// <see cref="AllowServerSdks"/> and <see cref="Transport"/> follow a change of the configuration while the app runs. All other settings are read only at startup.
/// </remarks>
/// <example>
/// <code>
/// "PostHogProxy": {
///   "Path": "/k3fw",
///   "Region": "Eu",
///   "ResponseTimeout": "00:00:30"
/// }
/// </code>
/// </example>
public sealed class PostHogProxyOptions
{
    /// <summary>
    /// The path of the proxy, for example <c>/k3fw</c>. The overloads of <c>MapPostHogProxy</c> without a pattern use it. Choose a name of
    /// your own, because a name that many apps use ends up on a filter list.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// The region of your PostHog project. There is no default. The app doesn't start if the region in configuration differs from the one
    /// in code, because PostHog answers 200 to events of the other region and drops them.
    /// </summary>
    public PostHogRegion? Region { get; set; }

    /// <summary>
    /// The tokens of your projects, <c>phc_…</c>. If you set any, the proxy answers 404 to a path or query with another token. Without
    /// tokens, your domain also serves scripts of other people's projects. Empty by default. Read only at startup.
    /// </summary>
    public IList<string> ProjectTokens { get; } = [];

    /// <summary>
    /// Where events are sent instead of the region's ingest host, for example a self-hosted PostHog or a test server. Scheme, host and port
    /// only.
    /// </summary>
    public Uri? IngestOrigin { get; set; }

    /// <summary>
    /// Where requests for <c>/static/*</c> and <c>/array/*</c> are sent. The default is <see cref="IngestOrigin"/> if that is set, and the
    /// region's assets host otherwise. Scheme, host and port only.
    /// </summary>
    public Uri? AssetsOrigin { get; set; }

    /// <summary>
    /// The PostHog app that you sign in to. Pages use it as <c>ui_host</c>. The default is the app of the region. Set it for a PostHog that
    /// you host yourself. Scheme, host and port only.
    /// </summary>
    public Uri? UiHost { get; set; }

    /// <summary>
    /// The largest request body, in bytes. Default 64 MiB, as PostHog's guides require of a proxy. For the proxy's endpoint, it replaces
    /// the server's limit of 30,000,000 bytes, which loses large session recordings.
    /// </summary>
    public long MaxRequestBodySize { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long the proxy waits for a connection to PostHog, including TLS. Default 5 seconds. Read only at startup.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an exchange with PostHog may make no progress. The proxy then ends it and answers 504. Default 60 seconds.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The same as <see cref="ResponseTimeout"/>, for feature flags. Default 2.5 seconds, because posthog-js gives up after 3 seconds and
    /// asks again.
    /// </summary>
    public TimeSpan FlagsTimeout { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The features of PostHog that the proxy forwards. Default <see cref="PostHogFeatures.All"/>.</summary>
    public PostHogFeatures Features { get; set; } = PostHogFeatures.All;

    /// <summary>
    /// Whether the proxy turns events and recordings off for a browser that sends <c>Sec-GPC: 1</c> (Global Privacy Control). The proxy
    /// then answers them itself, and none of them reaches PostHog. Default false.
    /// </summary>
    public bool RespectGlobalPrivacyControl { get; set; }

    /// <summary>
    /// Whether PostHog is off. The snippet renders nothing, and the proxy answers 200 to pages that are already open. Nothing reaches
    /// PostHog. Default false.
    /// </summary>
    public bool Disabled { get; set; }

    /// <summary>
    /// Whether PostHog is off for a request, for example without consent, behind a feature flag, or for an internal visitor. The function
    /// runs for each page with the snippet and for each request to the proxy, so make it fast. If it throws an exception, PostHog is off
    /// for the request.
    /// </summary>
    /// <example>
    /// <code>
    /// options.DisabledWhen = context => context.Features.Get&lt;ITrackingConsentFeature>() is { CanTrack: false };
    /// </code>
    /// </example>
    public Func<HttpContext, bool>? DisabledWhen { get; set; }

    /// <summary>
    /// How many requests to PostHog may run at once. The proxy answers further requests with 503 and <c>Retry-After: 1</c>, and the SDK
    /// keeps its events. Default null, which means no limit.
    /// </summary>
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>
    /// How much of the visitor's address is sent to PostHog. Default <see cref="ClientAddressMode.Forward"/>. The proxy uses the address of
    /// the connection, so run <c>UseForwardedHeaders</c> first if the app is behind a load balancer.
    /// </summary>
    public ClientAddressMode ClientAddress { get; set; }

    /// <summary>
    /// Whether the proxy also answers under aliases, which no filter list can know. They are derived from <see cref="Path"/> and the app's
    /// name. The page needs posthog-js 1.416.0 or later and the matching <c>rewriteRequestPath</c>. Default
    /// <see cref="PathAliasMode.Off"/>. Read only at startup.
    /// </summary>
    public PathAliasMode Aliases { get; set; }

    /// <summary>
    /// Whether the proxy sends a path that this package doesn't know to the ingest host, as PostHog's guides do. Default true, so that a
    /// newer posthog-js works. The log shows the start of each such path once. Unknown paths below <c>/api/</c> are never sent.
    /// </summary>
    public bool AllowUnknownPaths { get; set; } = true;

    /// <summary>
    /// Whether server SDKs may use the proxy too. The proxy then opens their paths and forwards <c>Authorization: Bearer ph…</c> on them.
    /// Default false, because a browser has no such key.
    /// </summary>
    public bool AllowServerSdks { get; set; }

    /// <summary>
    /// How the proxy caches PostHog's scripts and remote config. One request serves all visitors, also while PostHog is down. Read only at
    /// startup.
    /// </summary>
    public AssetCacheOptions AssetCache { get; } = new();

    /// <summary>Turns on <see cref="Aliases"/>.</summary>
    /// <param name="keepCanonicalPaths">Whether PostHog's own paths still work, for clients older than 1.416.0 and pages that are already open.</param>
    /// <example>
    /// <code>
    /// app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.UsePathAliases());
    /// </code>
    /// </example>
    public void UsePathAliases(bool keepCanonicalPaths = true) => Aliases = keepCanonicalPaths ? PathAliasMode.On : PathAliasMode.Only;

    /// <summary>
    /// What carries requests to PostHog. Default <see cref="PostHogTransport.Auto"/>: an HTTP/2 connection of the package's own, which costs less CPU,
    /// or <see cref="SocketsHttpHandler"/> where the app or the host needs it. The <see cref="AppContext"/> switch
    /// <c>PostHogProxy.UseSocketsHttpHandler</c> changes the default of the whole process.
    /// </summary>
    public PostHogTransport Transport { get; set; } =
        AppContext.TryGetSwitch("PostHogProxy.UseSocketsHttpHandler", out var isHandler) && isHandler ? PostHogTransport.SocketsHttpHandler : PostHogTransport.Auto;

    /// <summary>
    /// Changes the handler that connects to PostHog, for example for a client certificate, an egress proxy or a connect callback. Called
    /// once, when the proxy is mapped, after the package has set its own values.
    /// </summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>
    /// Wraps or replaces the handler that connects to PostHog, for example with a fake in tests or with a logger. Called once, when the
    /// proxy is mapped. The returned handler is disposed when the app has stopped.
    /// </summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? WrapHandler { get; set; }
}
