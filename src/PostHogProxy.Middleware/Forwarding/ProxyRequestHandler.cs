using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PostHogProxy.Diagnostics;
using PostHogProxy.Endpoints;
using PostHogProxy.Options;
using PostHogProxy.Rules.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Takes one request through: target → client route → request headers → upstream → response headers.
/// </summary>
internal sealed class ProxyRequestHandler(
    LiveOptions options, UpstreamOrigins origins, UpstreamClient client, Assembly? serverAssembly, ILogger logger)
{
    private const string AllowedMethods = "GET, HEAD, POST, OPTIONS";

    public Task HandleAsync(HttpContext context)
    {
        if (!IsAllowed(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = AllowedMethods;
            return Task.CompletedTask;
        }

        if (!RequestTarget.TryRead(context, out var target))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        return ForwardAsync(context, target, ClientRoutes.Find(target.Value, target.PathLength));
    }

    private async Task ForwardAsync(HttpContext context, RequestTarget target, ClientRoute route)
    {
        RefuseUpgrade(context);

        var transformer = new PostHogTransformer(origins.For(route.Upstream), target, IsAsSent(context.Request.Body));
        var error = await client.Forwarder.SendAsync(
            context, origins.Ingest, client.Invoker, RequestConfig(route.Kind), transformer, CancellationToken.None);

        if (error is not ForwarderError.None && !context.RequestAborted.IsCancellationRequested)
        {
            logger.ForwardingFailed(
                route.Kind, origins.For(route.Upstream), context.Response.StatusCode, error, context.GetForwarderErrorFeature()?.Exception);
        }
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

    // Request decompression leaves the compressed length in the headers of the inflated body. The server's own streams come from the
    // server's assembly; any other was put there by middleware.
    private bool IsAsSent(Stream body) => body.GetType().Assembly == serverAssembly;

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

    private static bool IsAllowed(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
