namespace PostHogProxy;

/// <summary>
/// What of PostHog the proxy lets through. What is switched off is answered so that the SDK stays calm: events with 200, replays with 200 and
/// the word that makes the browser stop recording, all else with 404. Nothing of it reaches PostHog.
/// </summary>
[Flags]
public enum PostHogFeatures
{
    /// <summary>Nothing but what <c>AllowUnknownPaths</c> lets through.</summary>
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

    /// <summary>Scripts of site apps, which whoever edits the PostHog project writes.</summary>
    SiteApps = 1 << 12,

    /// <summary>Everything, the default.</summary>
    All = Capture | Replay | Flags | RemoteConfig | Assets | Surveys | EarlyAccessFeatures | WebExperiments | ProductTours
        | Conversations | Logs | Metrics | SiteApps,
}
