using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Diagnostics;
using PostHogProxy.Endpoints;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>What is sent, whatever host it goes to and however often.</summary>
internal sealed record Exchange(RequestTarget Target, ClientRoute Route, RequestHeaderPolicy Headers, SmallBody? Body);

/// <summary>
/// Sends one exchange to the host it belongs to; once more where it provably never arrived, and to the ingest host where the assets host
/// refuses a script.
/// </summary>
internal sealed class UpstreamForwarder(
    LiveOptions options, UpstreamOrigins origins, UpstreamClient client, AssetFallback fallback, FailureExit failures, ProxyMetrics metrics)
{
    private readonly bool _hasFallback = origins.Assets != origins.Ingest;

    /// <summary>The host that was asked last.</summary>
    public async Task<Upstream> SendAsync(HttpContext context, Exchange exchange)
    {
        if (exchange.Body is { } body)
        {
            body.Detach(context);
        }
        else
        {
            BreakOff.Watch(context);
        }

        var upstream = exchange.Route.Upstream;
        var mayFallBack = _hasFallback && exchange.Route.Upstream == Upstream.Assets && !CanHaveBody(context);
        if (mayFallBack && fallback.IsRemembered(exchange.Target))
        {
            mayFallBack = false;
            upstream = Upstream.Ingest;
        }

        var origin = origins.For(upstream);
        var attempt = await AttemptAsync(context, exchange, origin, mayFallBack ? AssetFallback.IsRefusal : null);

        if (mayFallBack && HasNoAnswer(context, attempt))
        {
            await FallBackAsync(context, exchange, attempt);
            return Upstream.Ingest;
        }

        if (exchange.Body is { MaySend: true } && !context.Response.HasStarted && UpstreamFailure.NeverArrived(attempt))
        {
            attempt = await AttemptAsync(context, exchange, origin, unwanted: null);
        }

        failures.Leave(context, exchange.Route.Kind, origin, attempt);
        return upstream;
    }

    // What the ingest host cannot serve either is answered as the assets host did: its status says more.
    private async Task FallBackAsync(HttpContext context, Exchange exchange, Attempt first)
    {
        var second = await AttemptAsync(context, exchange, origins.Ingest, status => status is not ((>= 200 and < 300) or 304 or 416 or 412));
        if (second.IsAnswered)
        {
            fallback.Remember(exchange.Target);
        }
        else if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            failures.Leave(context, exchange.Route.Kind, origins.Ingest, second);
        }
        else if (first.Transformer.IsUnwanted)
        {
            context.Response.StatusCode = first.Transformer.UpstreamStatus;
            context.Response.Headers.RetryAfter = first.Transformer.RetryAfter;
        }
        else
        {
            failures.Leave(context, exchange.Route.Kind, origins.Assets, first);
        }
    }

    // No client sends a body for a script. One that breaks off would pass for a failure of the host, and divert everybody's scripts.
    private static bool CanHaveBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private static bool HasNoAnswer(HttpContext context, Attempt attempt) =>
        attempt.Transformer.IsUnwanted
        || (attempt.Error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested);

    private async ValueTask<Attempt> AttemptAsync(HttpContext context, Exchange exchange, string origin, Func<int, bool>? unwanted)
    {
        // The forwarder takes a status that is already set, as an earlier attempt leaves it, for somebody else's answer.
        context.Response.StatusCode = StatusCodes.Status200OK;
        var transformer = new PostHogTransformer(origin, exchange, unwanted, metrics.CountsBytes);
        var error = await client.Forwarder.SendAsync(
            context, origin, client.Invoker, RequestConfig(exchange.Route.Kind), transformer, CancellationToken.None);
        metrics.Transferred(exchange.Route.Kind, SentBytes(context, exchange), transformer.ReceivedBytes);
        if (error == ForwarderError.None && transformer.IsShort)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.Clear();
            }

            return new(transformer, ForwarderError.ResponseBodyDestination, Exception: null, TimedOut: false);
        }

        // PostHog need not read a body to its end to answer it. The forwarder calls that an error of the request.
        return error == ForwarderError.None || transformer.IsWhole
            ? new(transformer, ForwarderError.None, Exception: null, TimedOut: false)
            : new(transformer, error, context.GetForwarderErrorFeature()?.Exception, IsTimeout(context));
    }

    // The status the forwarder leaves is the only trace of a timeout that ended a body on its way up.
    private static bool IsTimeout(HttpContext context) =>
        !context.Response.HasStarted && context.Response.StatusCode == StatusCodes.Status504GatewayTimeout;

    private static long SentBytes(HttpContext context, Exchange exchange) =>
        exchange.Body?.Length ?? (context.Request.Body as CountingStream)?.Bytes ?? context.Request.ContentLength ?? 0;

    private ForwarderRequestConfig RequestConfig(RouteKind kind)
    {
        var current = options.Current;
        return new()
        {
            ActivityTimeout = kind == RouteKind.Flags ? current.FlagsTimeout : current.ResponseTimeout,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }
}
