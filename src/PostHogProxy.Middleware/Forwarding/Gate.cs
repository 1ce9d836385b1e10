using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;
using PostHogProxy.Endpoints;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>Decides whether a request may go to PostHog at all.</summary>
internal sealed class Gate(LiveOptions options, OffSwitch offSwitch, ILogger logger)
{
    private readonly UnknownPaths _unknown = new();
    private readonly ProjectTokenFilter _tokens = new([.. options.Initial.ProjectTokens]);

    public Admission Judge(HttpRequest request, RequestTarget target)
    {
        return PathFamily.Of(target.Value, target.PathLength) is { } route
            ? Judge(request, target, route) with { Kind = route.Kind }
            : Admission.Malformed;
    }

    private Admission Judge(HttpRequest request, RequestTarget target, ClientRoute route)
    {
        if (_tokens.IsForeign(target, route.Kind))
        {
            return Admission.NotFound;
        }

        if (offSwitch.IsOff(request.HttpContext))
        {
            return AnswersWhenOff.For(request, target, route).AsOff();
        }

        var current = options.Current;
        return route.Kind switch
        {
            RouteKind.PrivateApi => Admission.NotFound,
            RouteKind.Unknown => Unknown(target, current, route),
            RouteKind.ServerSdk => ServerSdk(request, current, route),
            _ => Feature(request, current, route),
        };
    }

    private Admission Unknown(RequestTarget target, PostHogProxyOptions current, ClientRoute route)
    {
        if (!current.AllowUnknownPaths)
        {
            return Admission.NotFound;
        }

        if (_unknown.IsNew(target))
        {
            logger.UnknownPath(UnknownPaths.Start(target));
        }

        return Admission.To(route);
    }

    private static Admission ServerSdk(HttpRequest request, PostHogProxyOptions current, ClientRoute route) =>
        !route.NeedsKey ? Admission.To(route)
        : !current.AllowServerSdks ? Admission.NotFound
        : ServerKey.IsIn(request.Headers.Authorization) ? Admission.To(route)
        : Admission.NoKey;

    private static Admission Feature(HttpRequest request, PostHogProxyOptions current, ClientRoute route)
    {
        var isOn = current.Features.HasFlag(FeatureOfRoute.Of(route.Kind));
        return route.Kind switch
        {
            RouteKind.Capture or RouteKind.CspReports when !isOn || IsDeclined(request, current) => Admission.TakenAndForgotten.AsOff(),
            RouteKind.Replay when !isOn || IsDeclined(request, current) => Admission.StopRecording.AsOff(),
            _ => isOn ? Admission.To(route) : Admission.NotFound.AsOff(),
        };
    }

    private static bool IsDeclined(HttpRequest request, PostHogProxyOptions current) =>
        current.RespectGlobalPrivacyControl && request.Headers.TryGetValue("Sec-GPC", out var value) && value == "1";
}
