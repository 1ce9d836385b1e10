using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Admission;

/// <summary>
/// What a page hears that is still open, or sets up posthog-js by itself, while PostHog is off: what PostHog says where a project uses
/// nothing, so that the SDK neither fails nor asks again.
/// </summary>
internal static class AnswersWhenOff
{
    private static readonly GateVerdict Flags = Json("""{"flags":{},"featureFlags":{},"featureFlagPayloads":{},"errorsWhileComputingFlags":false}"""u8);
    private static readonly GateVerdict Surveys = Json("""{"surveys":[]}"""u8);
    private static readonly GateVerdict EarlyAccessFeatures = Json("""{"earlyAccessFeatures":[]}"""u8);
    private static readonly GateVerdict WebExperiments = Json("""{"experiments":[]}"""u8);
    private static readonly GateVerdict ProductTours = Json("""{"product_tours":[]}"""u8);
    private static readonly GateVerdict EmptyScript = new(null, 200, [], "text/javascript");

    private static readonly GateVerdict RemoteConfig = Json(
        """{"supportedCompression":["gzip","gzip-js"],"hasFeatureFlags":false,"autocapture_opt_out":true,"sessionRecording":false,"surveys":false,"siteApps":[]}"""u8);

    public static GateVerdict For(HttpRequest request, RequestTarget target, ClientRoute route) => route.Kind switch
    {
        RouteKind.Capture or RouteKind.CspReports or RouteKind.Logs or RouteKind.Metrics => GateVerdict.TakenAndForgotten,
        RouteKind.Replay => GateVerdict.StopRecording,
        RouteKind.Flags => Flags,
        RouteKind.RemoteConfig => target.Value.AsSpan(0, target.PathLength).EndsWith(".js", StringComparison.Ordinal) ? EmptyScript : RemoteConfig,
        RouteKind.Assets or RouteKind.SiteApps => EmptyScript,
        RouteKind.Surveys => Surveys,
        RouteKind.EarlyAccessFeatures => EarlyAccessFeatures,
        RouteKind.WebExperiments => WebExperiments,
        RouteKind.ProductTours => ProductTours,

        // Nobody may believe that a message to the team's support has arrived.
        RouteKind.Conversations or RouteKind.PrivateApi => GateVerdict.NotFound,

        // A newer client's events, or a server's.
        _ => HttpMethods.IsPost(request.Method) && !route.NeedsKey ? GateVerdict.TakenAndForgotten : GateVerdict.NotFound,
    };

    private static GateVerdict Json(ReadOnlySpan<byte> json) => new(null, 200, json.ToArray());
}
