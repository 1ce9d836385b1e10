using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Bodies;

/// <summary>What became of a request's body before anything goes to PostHog.</summary>
/// <param name="IsRefused">The request ends here; its status is set.</param>
/// <param name="IsAsSent">Whether the body is the visitor's, and not what the app's middleware has put in its place.</param>
/// <param name="Small">The body, where it is here whole; null where it streams, or there is none.</param>
internal readonly record struct TakenBody(bool IsRefused, bool IsAsSent, SmallBody? Small);

/// <summary>Takes a small body in whole, lets a large one stream, and refuses what cannot be sent.</summary>
internal sealed class BodyIntake(IOptionsInForce options, RequestBodyWatch bodies, FailureExit failures, ProxyMetrics metrics, Assembly? serverAssembly)
{
    private static readonly TakenBody Refused = new(IsRefused: true, IsAsSent: false, Small: null);

    /// <param name="context">The request.</param>
    /// <param name="kind">What it asks for.</param>
    /// <param name="keptUpTo">The longest body that an outbox wants whole; null where none does.</param>
    public ValueTask<TakenBody> TakeAsync(HttpContext context, RouteKind kind, int? keptUpTo = null)
    {
        var request = context.Request;
        var isAsSent = IsAsSent(request.Body);
        if (isAsSent && request.ContentLength > options.Initial.MaxRequestBodySize)
        {
            return new(TooLarge(context, kind));
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return new(new TakenBody(IsRefused: false, isAsSent, Small: null));
        }

        LiftMinimumRate(context);
        if (RequestBodyWatch.IsTakenAsForm(context))
        {
            return new(ReadBefore(context));
        }

        if (isAsSent)
        {
            return ReadAsync(context, kind, keptUpTo);
        }

        if (serverAssembly is not null)
        {
            bodies.LookAt(request.Body);
        }

        return new(new TakenBody(IsRefused: false, IsAsSent: false, Small: null));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TakenBody> ReadAsync(HttpContext context, RouteKind kind, int? keptUpTo)
    {
        try
        {
            return new(IsRefused: false, IsAsSent: true, await SmallBody.ReadAsync(context, options.Current.ResponseTimeout, keptUpTo));
        }
        catch (EndOfStreamException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The server itself says so where the browser breaks off. An end before the promised length is somebody's who read it.
            return ReadBefore(context);
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The app has set a smaller limit than ours on the endpoint, and the server holds the body to it.
            return TooLarge(context, kind);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nothing was sent, so nothing is lost that had arrived.
            failures.Gone(context, kind);
            return Refused;
        }
    }

    private TakenBody TooLarge(HttpContext context, RouteKind kind)
    {
        metrics.Failed(kind, "client");
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        CrossOrigin.Permit(context);
        return Refused;
    }

    private TakenBody ReadBefore(HttpContext context)
    {
        bodies.TellTaken();
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return Refused;
    }

    // Below 240 bytes a second Kestrel answers 408, a 4xx, and the events of a visitor on a train are lost. ResponseTimeout ends a
    // body that stands still.
    private static void LiftMinimumRate(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    // Request decompression leaves the compressed length in the headers of the inflated body. The server's own streams come from the
    // server's assembly; any other was put there by middleware.
    private bool IsAsSent(Stream body) => body.GetType().Assembly == serverAssembly;
}
