using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using PostHogProxy.Endpoints;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Takes one request through: target → client route → body → request headers → upstream → response headers.
/// </summary>
internal sealed class ProxyRequestHandler(
    LiveOptions options, Gate gate, ForwardedHeadersWatch forwardedHeaders, Load load, UpstreamForwarder forwarder, Assembly? serverAssembly)
{
    private const string AllowedMethods = "GET, HEAD, POST, OPTIONS";

    // Response compression knows no such encoding and leaves the body alone; response caching files the answer under it, where no visitor
    // looks. Without a value it would file gzip under "asks for no encoding".
    private const string NoEncodingOfTheApps = "x-posthog-proxy";

    public Task HandleAsync(HttpContext context)
    {
        EarlyMiddleware.Release(context);
        if (!IsAllowed(context.Request.Method))
        {
            context.Response.Headers.Allow = AllowedMethods;
            return Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }

        if (!RequestTarget.TryRead(context, out var target))
        {
            return Refuse(context, StatusCodes.Status400BadRequest);
        }

        var admission = gate.Judge(context.Request, target);
        if (admission.Route is not { } route)
        {
            return AnswerAsync(context, admission);
        }

        forwardedHeaders.Look(context.Request.Headers);
        if (!load.TryEnter(options.Current.MaxConcurrentRequests))
        {
            context.Response.Headers.RetryAfter = "1";
            return Refuse(context, StatusCodes.Status503ServiceUnavailable);
        }

        return PassAndLeaveAsync(context, target, route);
    }

    private async Task PassAndLeaveAsync(HttpContext context, RequestTarget target, ClientRoute route)
    {
        try
        {
            await PassAsync(context, target, route);
        }
        finally
        {
            load.Leave();
        }
    }

    private async Task PassAsync(HttpContext context, RequestTarget target, ClientRoute route)
    {
        RefuseUpgrade(context);

        var request = context.Request;
        var isAsSent = IsAsSent(request.Body);
        if (isAsSent && request.ContentLength > options.Initial.MaxRequestBodySize)
        {
            await Refuse(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        SmallBody? body = null;
        if (HttpMethods.IsPost(request.Method))
        {
            LiftMinimumRate(context);
            if (isAsSent && !await TryReadAsync())
            {
                return;
            }
        }

        var headers = new RequestHeaderPolicy(
            request.Headers.AcceptEncoding, isAsSent, options.Current.ClientAddress, route.NeedsKey);
        if (request.Headers.AcceptEncoding.Count > 0)
        {
            request.Headers.AcceptEncoding = NoEncodingOfTheApps;
        }

        await forwarder.SendAsync(context, new(target, route, headers, body));

        async ValueTask<bool> TryReadAsync()
        {
            try
            {
                body = await SmallBody.ReadAsync(context, options.Current.ResponseTimeout);
                return true;
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // Nobody is there to read an answer; nothing was sent, so nothing is lost that had arrived.
                context.Abort();
                return false;
            }
        }
    }

    private static Task AnswerAsync(HttpContext context, Admission admission)
    {
        context.Response.StatusCode = admission.Status;
        if (admission.Json is not { } json)
        {
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    // PostHog needs no WebSocket. An accepted upgrade is a two-way tunnel past every limit; without the features the forwarder sees a
    // plain request, and answering it as one is what HTTP asks of a server that does not speak the other protocol.
    private static void RefuseUpgrade(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true })
        {
            context.Features.Set<IHttpUpgradeFeature>(null);
        }
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

    private static bool IsAllowed(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
