using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Admission;

/// <summary>Decides whether a request may go to PostHog at all.</summary>
internal sealed class Gate(IOptionsInForce options, OffSwitch offSwitch, ILogger logger)
{
    private readonly UnknownPaths _unknown = new();
    private readonly ProjectTokenFilter _tokens = new([.. options.Initial.ProjectTokens]);

    public GateVerdict Judge(HttpRequest request, RequestTarget target)
    {
        return PathFamily.Of(target.Value, target.PathLength) is { } route
            ? Judge(request, target, route) with { Kind = route.Kind }
            : GateVerdict.Malformed;
    }

    private GateVerdict Judge(HttpRequest request, RequestTarget target, ClientRoute route)
    {
        if (_tokens.IsForeign(target, route.Kind))
        {
            return GateVerdict.NotFound;
        }

        if (offSwitch.IsOff(request.HttpContext))
        {
            return AnswersWhenOff.For(request, target, route).AsOff();
        }

        var current = options.Current;
        return route.Kind switch
        {
            RouteKind.PrivateApi => GateVerdict.NotFound,
            RouteKind.Unknown => Unknown(target, current, route),
            RouteKind.ServerSdk => ServerSdk(request, current, route),
            _ => Feature(request, current, route),
        };
    }

    private GateVerdict Unknown(RequestTarget target, PostHogProxyOptions current, ClientRoute route)
    {
        if (!current.AllowUnknownPaths)
        {
            return GateVerdict.NotFound;
        }

        if (_unknown.IsNew(target))
        {
            logger.UnknownPath(UnknownPaths.Start(target));
        }

        return GateVerdict.To(route);
    }

    private static GateVerdict ServerSdk(HttpRequest request, PostHogProxyOptions current, ClientRoute route) =>
        !route.NeedsKey ? GateVerdict.To(route)
        : !current.AllowServerSdks ? GateVerdict.NotFound
        : ServerKey.IsIn(request.Headers.Authorization) ? GateVerdict.To(route)
        : GateVerdict.NoKey;

    private static GateVerdict Feature(HttpRequest request, PostHogProxyOptions current, ClientRoute route)
    {
        // HasFlag would box them.
        var needed = FeatureOfRoute.Of(route.Kind);
        var isOn = (current.Features & needed) == needed;
        return route.Kind switch
        {
            RouteKind.Capture or RouteKind.CspReports when !isOn || IsDeclined(request, current) => GateVerdict.TakenAndForgotten.AsOff(),
            RouteKind.Replay when !isOn || IsDeclined(request, current) => GateVerdict.StopRecording.AsOff(),
            _ => isOn ? GateVerdict.To(route) : GateVerdict.NotFound.AsOff(),
        };
    }

    private static bool IsDeclined(HttpRequest request, PostHogProxyOptions current) =>
        current.RespectGlobalPrivacyControl && request.Headers.TryGetValue("Sec-GPC", out var value) && value == "1";
}
