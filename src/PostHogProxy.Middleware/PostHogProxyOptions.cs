using Microsoft.AspNetCore.Http;

namespace PostHogProxy;

/// <summary>
/// Settings of one mapped PostHog proxy. Most apps need none: <c>app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);</c> is complete.
/// </summary>
/// <remarks>
/// They are read from the section <c>PostHogProxy</c> (named maps: <c>PostHogProxy:Maps:&lt;name&gt;</c>), then from
/// <c>AddPostHogProxy</c>, then from the arguments of <c>MapPostHogProxy</c>, then from its delegate; the later wins. They are validated
/// when the proxy is mapped, so a wrong value stops the start with a message that names it. <see cref="ResponseTimeout"/>,
/// <see cref="FlagsTimeout"/>, <see cref="MaxConcurrentRequests"/>, <see cref="ClientAddress"/>, <see cref="Features"/>, <see cref="RespectGlobalPrivacyControl"/>,
/// <see cref="Disabled"/>, <see cref="AllowUnknownPaths"/> and <see cref="AllowServerSdks"/> follow a change of the configuration while the app runs; the rest is fixed at start.
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
    /// The path the proxy answers under, for example <c>/k3fw</c>. Used by the overloads of <c>MapPostHogProxy</c> that take no
    /// pattern. Choose a name of your own: what everybody uses ends on a filter list.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// The region of your PostHog project. There is no default. A region in configuration that differs from the one in code stops the
    /// start, because PostHog answers 200 to events of the other region and drops them.
    /// </summary>
    public PostHogRegion? Region { get; set; }

    /// <summary>
    /// The tokens of your projects, <c>phc_…</c>. When any is named, a path or a query with another token is answered 404: without, anybody
    /// may have the scripts of a project of their own served from your domain. Default none named. Fixed at start.
    /// </summary>
    public IList<string> ProjectTokens { get; } = [];

    /// <summary>
    /// Where events go instead of the region's ingest host: a self-hosted PostHog, or a test server. Scheme, host and port only.
    /// </summary>
    public Uri? IngestOrigin { get; set; }

    /// <summary>
    /// Where <c>/static/*</c> and <c>/array/*</c> go. Without it: to <see cref="IngestOrigin"/> where that is set, never to the cloud;
    /// else to the region's assets host. Scheme, host and port only.
    /// </summary>
    public Uri? AssetsOrigin { get; set; }

    /// <summary>
    /// The PostHog that people sign in to, which pages name as <c>ui_host</c>. Default: the app of the region. Set it for a PostHog you host
    /// yourself. Scheme, host and port only.
    /// </summary>
    public Uri? UiHost { get; set; }

    /// <summary>
    /// The largest request body, in bytes. Default 64 MiB, what PostHog's guides ask of a proxy; it replaces the server's own limit
    /// (30,000,000 bytes, which loses large session replays) for the proxy's endpoint alone.
    /// </summary>
    public long MaxRequestBodySize { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long to wait for a connection to PostHog, TLS included. Default 5 seconds. Fixed at start.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an exchange with PostHog may stand still before it is given up with 504. Default 60 seconds.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The same for feature flags. Default 2.5 seconds: posthog-js gives up after 3 and asks again, so a later answer is of no use.
    /// </summary>
    public TimeSpan FlagsTimeout { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>What of PostHog is let through. Default <see cref="PostHogFeatures.All"/>.</summary>
    public PostHogFeatures Features { get; set; } = PostHogFeatures.All;

    /// <summary>
    /// Whether a browser that sends <c>Sec-GPC: 1</c> (Global Privacy Control) is neither counted nor recorded: its events and replays are
    /// answered as if switched off, and nothing of them reaches PostHog. Default false.
    /// </summary>
    public bool RespectGlobalPrivacyControl { get; set; }

    /// <summary>
    /// Whether everything is off: the snippet renders nothing, and what pages that are already open still ask for is answered 200 without
    /// PostHog. Default false.
    /// </summary>
    public bool Disabled { get; set; }

    /// <summary>
    /// The same for single requests: no consent, a feature flag that is off, an internal visitor. It is asked for the page that carries the
    /// snippet and for each request to the proxy, so it should be quick; where it throws, the answer is taken to be yes.
    /// </summary>
    /// <example>
    /// <code>
    /// options.DisabledWhen = context => context.Features.Get&lt;ITrackingConsentFeature>() is { CanTrack: false };
    /// </code>
    /// </example>
    public Func<HttpContext, bool>? DisabledWhen { get; set; }

    /// <summary>
    /// How many requests may be on their way to PostHog at once; more are answered 503 with <c>Retry-After: 1</c>, and the SDK keeps its
    /// events. Default null: no limit.
    /// </summary>
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>
    /// What PostHog is told of a visitor's address. Default <see cref="ClientAddressMode.Forward"/>. It is the address of the connection:
    /// behind a load balancer, run <c>UseForwardedHeaders</c> first.
    /// </summary>
    public ClientAddressMode ClientAddress { get; set; }

    /// <summary>
    /// Whether the proxy also answers under names of its own, which no filter list can know: they are derived from <see cref="Path"/> and the
    /// app's name. The page needs posthog-js 1.416.0 or later and the matching <c>rewriteRequestPath</c>. Default <see cref="PathAliasMode.Off"/>. Fixed at start.
    /// </summary>
    public PathAliasMode Aliases { get; set; }

    /// <summary>
    /// Whether a path that this package does not know goes to the ingest host, as "everything else" does in PostHog's guides. Default true,
    /// so that a newer posthog-js works; each such start of a path is logged once. Paths below <c>/api/</c> never do.
    /// </summary>
    public bool AllowUnknownPaths { get; set; } = true;

    /// <summary>
    /// Whether server SDKs may use the proxy too: their paths are open and <c>Authorization: Bearer ph…</c> passes on them. Default false:
    /// a browser has no key, and a key it does send is none of PostHog's.
    /// </summary>
    public bool AllowServerSdks { get; set; }

    /// <summary>How PostHog's scripts and remote config are kept, so that one request serves all visitors, also while PostHog is down. Fixed at start.</summary>
    public AssetCacheOptions AssetCache { get; } = new();

    /// <summary>Turns on <see cref="Aliases"/>.</summary>
    /// <param name="keepCanonicalPaths">Whether PostHog's own paths go on working, for clients before 1.416.0 and pages that were open before.</param>
    /// <example>
    /// <code>
    /// app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.UsePathAliases());
    /// </code>
    /// </example>
    public void UsePathAliases(bool keepCanonicalPaths = true) => Aliases = keepCanonicalPaths ? PathAliasMode.On : PathAliasMode.Only;

    /// <summary>
    /// Changes the handler that talks to PostHog: a client certificate, an egress proxy, a connect callback. Called once, when the
    /// proxy is mapped, after our own settings are in place.
    /// </summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>
    /// Wraps or replaces the handler that talks to PostHog: a fake in tests, a logger. Called once, when the proxy is mapped. The
    /// handler that is returned is disposed when the app has stopped.
    /// </summary>
    public Func<HttpMessageHandler, HttpMessageHandler>? WrapHandler { get; set; }
}
