using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;
using PostHogProxy.Endpoints;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>Decides whether a request may go to PostHog at all.</summary>
internal sealed class Gate(LiveOptions options, ILogger logger)
{
    private readonly UnknownPaths _unknown = new();

    /// <summary>The row of what may pass; else false, and the status that refuses it.</summary>
    public bool Admits(HttpContext context, RequestTarget target, out ClientRoute route, out int refusal)
    {
        route = PathFamily.Of(target.Value, target.PathLength)!;
        refusal = Refusal(context.Request, target, route);
        return refusal == 0;
    }

    private int Refusal(HttpRequest request, RequestTarget target, ClientRoute? route)
    {
        if (route is null)
        {
            return StatusCodes.Status400BadRequest;
        }

        var current = options.Current;
        if (route.Kind == RouteKind.PrivateApi)
        {
            return StatusCodes.Status404NotFound;
        }

        if (route.NeedsKey)
        {
            return !current.AllowServerSdks ? StatusCodes.Status404NotFound
                : ServerKey.IsIn(request.Headers.Authorization) ? 0
                : StatusCodes.Status401Unauthorized;
        }

        if (route.Kind == RouteKind.Unknown)
        {
            if (!current.AllowUnknownPaths)
            {
                return StatusCodes.Status404NotFound;
            }

            if (_unknown.IsNew(target))
            {
                logger.UnknownPath(UnknownPaths.Start(target));
            }
        }

        return 0;
    }
}
