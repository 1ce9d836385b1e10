using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Admission;

/// <summary>Which switch of <see cref="PostHogFeatures"/> a route belongs to.</summary>
internal static class FeatureOfRoute
{
    /// <summary>None for what has a switch of its own: unknown paths and server SDKs.</summary>
    public static PostHogFeatures Of(RouteKind kind) => kind switch
    {
        RouteKind.Capture or RouteKind.CspReports => PostHogFeatures.Capture,
        RouteKind.Replay => PostHogFeatures.Replay,
        RouteKind.Flags => PostHogFeatures.Flags,
        RouteKind.RemoteConfig => PostHogFeatures.RemoteConfig,
        RouteKind.Assets => PostHogFeatures.Assets,
        RouteKind.Surveys => PostHogFeatures.Surveys,
        RouteKind.EarlyAccessFeatures => PostHogFeatures.EarlyAccessFeatures,
        RouteKind.WebExperiments => PostHogFeatures.WebExperiments,
        RouteKind.ProductTours => PostHogFeatures.ProductTours,
        RouteKind.Conversations => PostHogFeatures.Conversations,
        RouteKind.Logs => PostHogFeatures.Logs,
        RouteKind.Metrics => PostHogFeatures.Metrics,
        RouteKind.SiteApps => PostHogFeatures.SiteApps,
        _ => PostHogFeatures.None,
    };
}
