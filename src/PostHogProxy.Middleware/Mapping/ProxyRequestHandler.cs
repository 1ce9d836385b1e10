using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Admission;
using PostHogProxy.Admission.Targets;
using PostHogProxy.Admission.Visitors;
using PostHogProxy.Bodies;
using PostHogProxy.Caching;
using PostHogProxy.Forwarding;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Keeping;
using PostHogProxy.Payloads;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Mapping;

/// <summary>
/// Takes one request through: target, by its own name → client route → cache, or body → request headers → upstream → response headers.
/// </summary>
internal sealed class ProxyRequestHandler(
    IOptionsInForce options,
    TargetAliases? aliases,
    AliasFiles? aliasFiles,
    Gate gate,
    ForwardedHeadersWatch forwardedHeaders,
    OldClients oldClients,
    BodyIntake intake,
    Load load,
    CachedAnswers? cached,
    UpstreamForwarder forwarder,
    KeepingForwarder? keeping,
    GateAnswers answers,
    UpstreamOrigins origins,
    ProxyMetrics metrics,
    ExchangeLog exchanges)
{
    public Task HandleAsync(HttpContext context)
    {
        var startedAt = Stopwatch.GetTimestamp();
        EarlyMiddleware.Release(context);
        if (!IsAllowed(context.Request.Method))
        {
            context.Response.Headers.Allow = CrossOrigin.AllowedMethods;
            return answers.WriteAsync(context, GateVerdict.WrongMethod, startedAt);
        }

        if (!RequestTarget.TryRead(context, out var target))
        {
            return answers.WriteAsync(context, GateVerdict.Malformed, startedAt);
        }

        if (aliasFiles?.TryAnswer(context, target) is { } answered)
        {
            metrics.Answered(startedAt, RouteKind.Assets, upstream: null, context.Response.StatusCode);
            exchanges.Tell(startedAt, RouteKind.Assets, upstream: null, context.Response.StatusCode, received: context.Response.ContentLength ?? 0);
            return answered;
        }

        if (aliases?.Resolve(ref target) is { } refused)
        {
            return answers.WriteAsync(context, refused, startedAt);
        }

        var admission = gate.Judge(context.Request, target);
        if (admission.Route is not { } route)
        {
            return answers.WriteAsync(context, admission, startedAt);
        }

        if (options.Current.ClientAddress != ClientAddressMode.Omit)
        {
            forwardedHeaders.Look(context);
        }

        oldClients.Look(route.Kind, target);
        if (keeping is not null && keeping.AnswersPreflight(context.Request, route))
        {
            return answers.WriteAsync(context, GateVerdict.Permitted with { Kind = route.Kind }, startedAt);
        }

        return cached is not null && AssetKey.Of(context, target, route) is { } asked
            ? cached.TryHit(context, asked, startedAt) ?? FromCacheAsync(context, target, asked, startedAt)
            : ForwardAsync(context, target, route, startedAt);
    }

    private async Task FromCacheAsync(HttpContext context, RequestTarget target, AssetKey asked, long startedAt)
    {
        var outcome = await cached!.AnswerAsync(context, asked, startedAt);
        using var unkept = outcome.Unkept;
        if (!outcome.IsAnswered)
        {
            await ForwardAsync(context, target, asked.Route, startedAt, MetricTags.Pass, unkept);
        }
    }

    // An answer that the cache has asked for and cannot keep is passed on in place of a second one.
    private Task ForwardAsync(
        HttpContext context, RequestTarget target, ClientRoute route, long startedAt, string cache = MetricTags.None, UnkeptAnswer? unkept = null)
    {
        if (!load.TryEnter(options.Current.MaxConcurrentRequests))
        {
            metrics.Failed(route.Kind, "overload");
            context.Response.Headers.RetryAfter = "1";
            return answers.WriteAsync(context, GateVerdict.Overload with { Kind = route.Kind }, startedAt);
        }

        return MeasureAsync(context, target, route, startedAt, cache, unkept);
    }

    private async Task MeasureAsync(HttpContext context, RequestTarget target, ClientRoute route, long startedAt, string cache, UnkeptAnswer? unkept)
    {
        using var activity = ProxyActivity.Start(context.Request.Method, route);
        Attempt? last = null;
        string? events = null;
        metrics.Started();
        try
        {
            RefuseUpgrade(context);
            var keptUpTo = keeping?.Limit(context.Request, route);
            var taken = await intake.TakeAsync(context, route.Kind, keptUpTo);
            if (!taken.IsRefused)
            {
                using var small = taken.Small;
                if (exchanges.WantsEventNames && route.Kind == RouteKind.Capture && small is not null)
                {
                    events = EventNames.Of(Names(context, target, small));
                }

                var exchange = ExchangeOf(context, target, route, taken);
                if (small?.Length <= keptUpTo)
                {
                    last = await keeping!.SendAsync(context, exchange);
                }
                else if (unkept is not null)
                {
                    last = await forwarder.PassOnAsync(context, exchange, unkept.Answer);
                }
                else
                {
                    last = await forwarder.BeginAsync(context, exchange, out var mayFallBack);
                    last = await forwarder.EndAsync(context, exchange, last, mayFallBack);
                }
            }
        }
        finally
        {
            load.Leave();
            metrics.Ended(startedAt, route.Kind, last?.Upstream, context.Response.StatusCode);
            exchanges.Tell(
                startedAt, route.Kind, last?.Upstream, context.Response.StatusCode, last?.SentBytes ?? 0, last?.ReceivedBytes ?? 0, cache,
                last?.IsKept ?? false, HttpMethods.IsOptions(context.Request.Method), events);
            activity?.Tell(last is null ? null : origins.HostOf(last.Upstream), context.Response.StatusCode);
        }
    }

    private Exchange ExchangeOf(HttpContext context, RequestTarget target, ClientRoute route, TakenBody taken)
    {
        var request = context.Request;
        var headers = new RequestHeaderPolicy(
            request.Headers.AcceptEncoding, taken.IsAsSent, options.Current.ClientAddress, route.NeedsKey);
        AppCompression.KeepOff(request);
        var isEvent = route.Kind is RouteKind.Capture or RouteKind.Replay && HttpMethods.IsPost(request.Method);
        return new Exchange(target, route, headers, taken.Small, isEvent);
    }

    // What says how the body is packed. Only in Development, where a page is mapped.
    private static KeptRequest Names(HttpContext context, RequestTarget target, SmallBody small) => new()
    {
        Kind = OutboxKind.Events,
        ReceivedAt = default,
        Path = target.Value[..target.PathLength],
        Query = target.Value[target.PathLength..],
        Headers =
        [
            new("Content-Type", context.Request.ContentType ?? ""),
            new("Content-Encoding", context.Request.Headers.ContentEncoding.ToString()),
        ],
        Body = small.ToArray(),
    };

    // PostHog needs no WebSocket. An accepted upgrade is a two-way tunnel past every limit; without the features the forwarder sees a
    // plain request, and answering it as one is what HTTP asks of a server that does not speak the other protocol.
    private static void RefuseUpgrade(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true })
        {
            context.Features.Set<IHttpUpgradeFeature>(null);
        }
    }

    private static bool IsAllowed(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
