using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;
using PostHogProxy.Forwarding;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Keeping;

/// <summary>
/// Sends events to PostHog, and keeps them where PostHog is not there. The visitor is answered 200 only when PostHog has taken them or they are
/// durable here.
/// </summary>
internal sealed class KeepingForwarder(IOutboxLane lane, UpstreamForwarder forwarder, UpstreamOrigins origins, TimeProvider time)
{
    // facts: capture's own body. posthog-js retries every other success than 200.
    private static readonly byte[] Events = """{"status":"Ok"}"""u8.ToArray();
    private static readonly byte[] Logs = "{}"u8.ToArray();

    /// <summary>The longest body that is kept of this request; null where it is never kept.</summary>
    public int? Limit(HttpRequest request, ClientRoute route) =>
        HttpMethods.IsPost(request.Method) && !route.NeedsKey && Kind(route.Kind) is { } kind && lane.Keeps(kind)
        && !(request.Headers.Authorization.Count > 0 && ServerKey.IsIn(request.Headers.Authorization))
            ? lane.MaxEntryBytes
            : null;

    /// <summary>
    /// Whether a page's question whether it may send is answered here, always as PostHog would: were PostHog silent, the browser would send nothing, and
    /// nothing of a tab that is closed.
    /// </summary>
    public bool AnswersPreflight(HttpRequest request, ClientRoute route) =>
        HttpMethods.IsOptions(request.Method) && Kind(route.Kind) is { } kind && lane.Keeps(kind);

    /// <param name="context">The visitor's request, whose body is here.</param>
    /// <param name="exchange">What is sent.</param>
    public async ValueTask<Attempt> SendAsync(HttpContext context, Exchange exchange)
    {
        var receivedAt = time.GetUtcNow().UtcDateTime;
        exchange.Body!.Detach(context);
        KeptRequest? request = null;
        if (lane.IsWriteAhead && await TryKeepAsync(context, request ??= Request(context, exchange, receivedAt), "write_ahead"))
        {
            return Kept(exchange);
        }

        var kind = Kind(exchange.Route.Kind)!.Value;
        var begun = lane.Begin(kind);
        if (begun is null && await TryKeepAsync(context, request ??= Request(context, exchange, receivedAt), "circuit_open"))
        {
            return Kept(exchange);
        }

        // What is kept afterwards is what came. What is sent of it later is these same bytes.
        var sent = lane.NormalizesTimestamps && kind == OutboxKind.Events
            ? Normalized(context, exchange, request ??= Request(context, exchange, receivedAt))
            : exchange;
        using var own = ReferenceEquals(sent, exchange) ? null : sent.Body;
        var attempt = await forwarder.TryAsync(context, sent with { Timeout = lane.AttemptTimeout }, IsRefusedForNow);
        if (Reason(attempt) is not { } reason)
        {
            // A refusal says that PostHog is there, and nothing about other requests.
            if (attempt.UpstreamStatus is >= 200 and < 300)
            {
                lane.Passed(kind, begun ?? default);
            }
            else
            {
                lane.Refused(kind);
            }
        }
        else
        {
            lane.Failed(kind, begun ?? default, RetryAfter.Parse(attempt.RetryAfter, time));
            if (!context.Response.HasStarted && await TryKeepAsync(context, request ??= Request(context, exchange, receivedAt), reason))
            {
                return Kept(exchange);
            }
        }

        return forwarder.Leave(context, sent, attempt);
    }

    // What is worth sending later. Any other answer is PostHog's last word, and the SDK's to hear.
    private static bool IsRefusedForNow(int status) => status is 408 or 429 or >= 500;

    private static string? Reason(Attempt attempt) =>
        attempt.IsUnwanted && IsRefusedForNow(attempt.UpstreamStatus) ? "status"

        // A page with status 200, a redirect or a 204 comes from something on the way, which has taken nothing.
        : attempt.Verdict is ResponseVerdict.Page or ResponseVerdict.Redirect or ResponseVerdict.Status ? "no_answer"
        : attempt.Error != AttemptError.Request ? null
        : attempt.TimedOut ? "timeout"
        : "no_answer";

    private Exchange Normalized(HttpContext context, Exchange exchange, KeptRequest request)
    {
        if (lane.WithTrueTimes(request) is not { } timed || SmallBody.TryCopy(timed.Body) is not { } body)
        {
            return exchange;
        }

        // A form becomes gzip.
        context.Request.ContentType = timed.ContentType;
        context.Request.Headers.ContentEncoding = timed.ContentEncoding;
        return exchange with
        {
            Target = new(timed.Path + timed.Query, timed.Path.Length),
            Headers = exchange.Headers with { BodyIsAsSent = false },
            Body = body,
        };
    }

    private async ValueTask<bool> TryKeepAsync(HttpContext context, KeptRequest request, string reason)
    {
        if (!await lane.TryKeepAsync(request, reason))
        {
            return false;
        }

        var body = request.Kind switch
        {
            OutboxKind.Logs => Logs,
            OutboxKind.Replay when lane.IsOverQuota(request) => QuotaNotice.Body,
            _ => Events,
        };
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        CrossOrigin.Permit(context);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, CancellationToken.None);
        return true;
    }

    private KeptRequest Request(HttpContext context, Exchange exchange, DateTime receivedAt)
    {
        var target = exchange.Target;
        using var message = UpstreamRequest.To(origins.Ingest, HttpMethod.Post, target);
        message.Content = new ByteArrayContent([]);
        var headers = new MessageHeaders(message);
        RequestHeaders.Copy(context, ref headers, exchange.Headers);
        return new KeptRequest
        {
            Kind = Kind(exchange.Route.Kind)!.Value,
            ReceivedAt = receivedAt.AddTicks(-(receivedAt.Ticks % TimeSpan.TicksPerMillisecond)),
            Path = target.Value[..target.PathLength],
            Query = target.Value[target.PathLength..],
            Headers = KeptHeaders.Of(message),
            Body = exchange.Body!.ToArray(),
        };
    }

    private static OutboxKind? Kind(RouteKind kind) => kind switch
    {
        RouteKind.Capture => OutboxKind.Events,
        RouteKind.Replay => OutboxKind.Replay,
        RouteKind.Logs or RouteKind.Metrics => OutboxKind.Logs,
        _ => null,
    };

    private static Attempt Kept(Exchange exchange) => new(Upstream.Ingest) { SentBytes = exchange.Body!.Length, IsKept = true };
}
