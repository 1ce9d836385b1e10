namespace PostHogProxy;

/// <summary>
/// The features of PostHog that the proxy forwards. The proxy answers requests of the others itself, with valid answers that posthog-js
/// doesn't retry. Events get 200. Recordings get 200 with an answer that stops the recording. All other requests get 404.
/// </summary>
[Flags]
public enum PostHogFeatures
{
    /// <summary>Nothing but what <c>AllowUnknownPaths</c> allows.</summary>
    None = 0,

    /// <summary>Events.</summary>
    Capture = 1 << 0,

    /// <summary>Session recordings.</summary>
    Replay = 1 << 1,

    /// <summary>Feature flags, with their values from PostHog.</summary>
    Flags = 1 << 2,

    /// <summary>The project's settings for the browser, <c>/array/*</c>.</summary>
    RemoteConfig = 1 << 3,

    /// <summary>PostHog's scripts, <c>/static/*</c>.</summary>
    Assets = 1 << 4,

    /// <summary>Surveys.</summary>
    Surveys = 1 << 5,

    /// <summary>Early access features.</summary>
    EarlyAccessFeatures = 1 << 6,

    /// <summary>Web experiments.</summary>
    WebExperiments = 1 << 7,

    /// <summary>Product tours.</summary>
    ProductTours = 1 << 8,

    /// <summary>The conversations widget.</summary>
    Conversations = 1 << 9,

    /// <summary>Logs of the browser.</summary>
    Logs = 1 << 10,

    /// <summary>Metrics of the browser.</summary>
    Metrics = 1 << 11,

    /// <summary>Scripts of site apps. Everyone who can edit the PostHog project can write them.</summary>
    SiteApps = 1 << 12,

    /// <summary>Everything, the default.</summary>
    All = Capture | Replay | Flags | RemoteConfig | Assets | Surveys | EarlyAccessFeatures | WebExperiments | ProductTours
        | Conversations | Logs | Metrics | SiteApps,
}
