using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Forwarding.Transports;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Sends an exchange to one host, once, and passes the answer on. It throws nothing: whatever happens is in the attempt.
/// </summary>
internal sealed class UpstreamSender(
    IUpstreamTransport transport, UpstreamOrigins origins, IOptionsInForce options, ProxyMetrics metrics, IKeptAnswers? kept)
{
    /// <param name="context">The visitor's request.</param>
    /// <param name="exchange">What of it is sent.</param>
    /// <param name="upstream">Where to.</param>
    /// <param name="unwanted">The statuses whose answers are not passed on, nor is a page then; null for none.</param>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    public async ValueTask<Attempt> SendAsync(HttpContext context, Exchange exchange, Upstream upstream, Func<int, bool>? unwanted)
    {
        var attempt = new Attempt(upstream);
        var limit = exchange.Route.Kind == RouteKind.Flags ? options.Current.FlagsTimeout : options.Current.ResponseTimeout;
        if (exchange.Timeout is { } shorter && shorter < limit)
        {
            limit = shorter;
        }

        using var patience = Patience.Begin(limit, context.RequestAborted);
        var streamed = exchange.Body is null && UpstreamRequest.CanHaveBody(context) ? new VisitorBody(context, patience) : null;
        Exception? failure = null;
        try
        {
            using var answer = await transport.SendAsync(context, exchange, origins.For(upstream), streamed, patience.Token);
            await answer.HeadAsync(patience.Token);
            patience.Extend();
            if (kept is not null && MayChangeWhatIsKept(context, exchange, answer))
            {
                await kept.ForgetAsync(exchange.Target.Value);
            }

            if (IsPassed(answer, context, exchange, unwanted, attempt))
            {
                await AnswerCopy.ToBrowserAsync(answer, context, attempt, patience);
            }
        }
        catch (Exception thrown)
        {
            // Whatever a handler of the app's may throw; a browser gets its answer all the same.
            failure = thrown;
        }

        var timedOut = patience.IsOver;
        if (streamed is not null)
        {
            // PostHog need not read a body to its end to answer it. The server's stream may have one reader, and the server is the next.
            var ended = streamed.CloseAsync();
            if (!ended.IsCompleted)
            {
                patience.End();
                await ended;
            }

            attempt.SentBytes = streamed.Bytes;
        }

        if (failure is not null)
        {
            // Asked last: the client may give up before the one who reads the visitor's body has seen that it broke off.
            var reading = streamed?.ReadingFailure;
            attempt.Fail(reading is null ? AttemptError.Request : AttemptError.RequestBody, reading ?? failure, timedOut);
        }

        if (exchange.Body is { } body)
        {
            attempt.SentBytes = body.Length;
        }

        metrics.Transferred(exchange.Route.Kind, attempt.SentBytes, attempt.ReceivedBytes);
        return attempt;
    }

    /// <summary>Passes on an answer that came to a question of the cache's. It was asked without the visitor's Origin.</summary>
    public async ValueTask<Attempt> PassOnAsync(HttpContext context, Exchange exchange, OpenAnswer answer)
    {
        var attempt = new Attempt(answer.Source);
        using var patience = Patience.Begin(options.Current.ResponseTimeout, context.RequestAborted);
        var response = new HandlerAnswer(answer.Response);
        var hasBody = IsPassed(response, context, exchange, unwanted: null, attempt);
        CrossOrigin.Permit(context);
        if (hasBody && !HttpMethods.IsHead(context.Request.Method))
        {
            await AnswerCopy.ToBrowserAsync(response, context, attempt, patience, answer.Begun);
        }

        metrics.Transferred(exchange.Route.Kind, sent: 0, attempt.ReceivedBytes);
        return attempt;
    }

    // RFC 9111, 4.4. An error changes nothing; or anybody could empty the cache, and that while PostHog is down.
    private static bool MayChangeWhatIsKept(HttpContext context, Exchange exchange, UpstreamAnswer answer) =>
        exchange.Route.IsCacheable && HttpMethods.IsPost(context.Request.Method) && answer.Status is >= 200 and < 400;

    private static bool IsPassed(UpstreamAnswer answer, HttpContext context, Exchange exchange, Func<int, bool>? unwanted, Attempt attempt)
    {
        attempt.UpstreamStatus = answer.Status;
        var verdict = ResponseContract.Judge(answer.Status, answer.ContentType, exchange.IsEvent);
        if (unwanted is not null && (verdict == ResponseVerdict.Page || unwanted(attempt.UpstreamStatus)))
        {
            attempt.IsUnwanted = true;
            attempt.Verdict = verdict;
            attempt.RetryAfter = answer.RetryAfter is { } wait && ResponseHeaders.IsPlain(wait) ? wait : null;
            return false;
        }

        attempt.Verdict = verdict;
        context.Response.StatusCode = attempt.UpstreamStatus;
        switch (verdict)
        {
            case ResponseVerdict.Pass:
                ResponseHeaders.Copy(answer, context, withContent: true);
                return true;
            case ResponseVerdict.PassWithoutBody:
                ResponseHeaders.Copy(answer, context, withContent: false);
                return false;
            default:
                return false;
        }
    }
}
