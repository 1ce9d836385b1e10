namespace PostHogProxy.Rules.Routes;

/// <summary>What a client asks for, told from the path.</summary>
internal enum RouteKind
{
    /// <summary>No row of the table: a client newer than this package, or no client of PostHog's.</summary>
    Unknown,
    Capture,
    Replay,
    Flags,
    RemoteConfig,
    Assets,
    Surveys,
    EarlyAccessFeatures,
    WebExperiments,
    ProductTours,
    Conversations,
    Logs,
    Metrics,
    SiteApps,

    /// <summary>The application's own API, which no browser SDK asks for.</summary>
    PrivateApi,

    /// <summary>Only server and mobile SDKs ask for it.</summary>
    ServerSdk,

    /// <summary>What a browser tells of a Content-Security-Policy that was broken; PostHog makes events of it.</summary>
    CspReports,
}

/// <summary>Which of PostHog's hosts a path belongs to.</summary>
internal enum Upstream
{
    Ingest,
    Assets,

    /// <summary>The application, which server SDKs ask with a key.</summary>
    App,
}

/// <summary>The methods a path answers to.</summary>
[Flags]
internal enum ClientMethods
{
    None = 0,
    Get = 1,
    Head = 2,
    Post = 4,
    Options = 8,
}
