using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;
using PostHogProxy.Verification;

namespace PostHogProxy.Responses;

/// <summary>The one place where an attempt without a fitting answer gets its status and its log line.</summary>
internal sealed class FailureExit(ILogger logger, ProxyMetrics metrics, TimeProvider time)
{
    private readonly Throttle _failed = new(time);
    private readonly Throttle _withheld = new(time);
    private readonly RefusedFlags _refusedFlags = new(logger, time);

    public void Leave(HttpContext context, RouteKind kind, string origin, Attempt attempt)
    {
        if (attempt.Error == AttemptError.None)
        {
            _refusedFlags.Look(kind, attempt.UpstreamStatus);
            if (attempt.Verdict is ResponseVerdict.Redirect or ResponseVerdict.Page or ResponseVerdict.Status)
            {
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                metrics.Failed(kind, attempt.Verdict switch
                {
                    ResponseVerdict.Page => "page",
                    ResponseVerdict.Redirect => "redirect",
                    _ => "status",
                });
                if (_withheld.IsDue(out var withheld))
                {
                    logger.AnswerWithheld(withheld, attempt.UpstreamStatus, kind, origin);
                }
            }

            return;
        }

        if (BreakOff.ByBrowser(context) || UpstreamFailure.IsGone(attempt))
        {
            Gone(context, kind);
            return;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = UpstreamFailure.Status(attempt);
            CrossOrigin.Permit(context);
        }
        else if (attempt.IsShort)
        {
            // The server would do so too, and call it an unhandled exception of the app's.
            context.Abort();
        }

        var error = UpstreamFailure.Kind(attempt, origin);
        metrics.Failed(kind, error);
        if (attempt.IsVisitors)
        {
            logger.BrowserGone(kind);
        }
        else if (_failed.IsDue(out var count))
        {
            Tell(count, kind, origin, context.Response.StatusCode, error, attempt.Exception);
        }
    }

    // What this machine or its network can cure is told with the cure, as the health check tells it.
    private void Tell(int count, RouteKind kind, string origin, int status, string error, Exception? exception)
    {
        switch (error)
        {
            case UpstreamFailure.Tls:
                logger.TlsFailed(count, kind, origin, status, ProbeFailures.Reason(exception!), ProbeFailures.CertificateCure);
                break;
            case UpstreamFailure.EgressProxy:
                logger.EgressProxyRefuses(count, kind, origin, status, ProbeFailures.Reason(exception!), ProbeFailures.EgressProxyCure);
                break;
            default:
                logger.ForwardingFailed(count, kind, origin, status, error, exception);
                break;
        }
    }

    /// <summary>Nobody is there to read an answer. The status is for the metrics: the connection or stream ends here.</summary>
    public void Gone(HttpContext context, RouteKind kind)
    {
        logger.BrowserGone(kind);
        metrics.Failed(kind, "client");
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }

        context.Abort();
    }
}
