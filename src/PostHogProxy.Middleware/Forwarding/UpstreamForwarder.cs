using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Sends one exchange to the host it belongs to; once more where it provably never arrived, and to the ingest host where the assets host
/// refuses a script.
/// </summary>
internal sealed class UpstreamForwarder(
    UpstreamOrigins origins, UpstreamSender sender, AssetFallback fallback, FailureExit failures)
{
    private readonly bool _hasFallback = origins.Assets != origins.Ingest;

    /// <summary>Sends an exchange. What came of it is for <see cref="EndAsync"/>; the two are apart because one of them rarely waits.</summary>
    /// <param name="context">The visitor's request.</param>
    /// <param name="exchange">What of it is sent.</param>
    /// <param name="mayFallBack">Whether the other host may be asked next.</param>
    public ValueTask<Attempt> BeginAsync(HttpContext context, Exchange exchange, out bool mayFallBack)
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

        // No client sends a body for a script. One that breaks off would pass for a failure of the host, and divert everybody's scripts.
        mayFallBack = _hasFallback && upstream == Upstream.Assets && !UpstreamRequest.CanHaveBody(context);
        if (mayFallBack && fallback.IsRemembered(exchange.Target))
        {
            mayFallBack = false;
            upstream = Upstream.Ingest;
        }

        return sender.SendAsync(context, exchange, upstream, mayFallBack ? AssetFallback.IsRefusal : null);
    }

    /// <summary>Asks again where that is called for, and answers the visitor. Gives what came of the last attempt.</summary>
    public ValueTask<Attempt> EndAsync(HttpContext context, Exchange exchange, Attempt first, bool mayFallBack)
    {
        if (mayFallBack && HasNoAnswer(context, first))
        {
            return FallBackAsync(context, exchange, first);
        }

        if (NeverArrived(context, exchange, first))
        {
            return SendAgainAsync(context, exchange, first.Upstream);
        }

        failures.Leave(context, exchange.Route.Kind, origins.For(first.Upstream), first);
        return new(first);
    }

    /// <summary>
    /// Sends an exchange whose body is here to the ingest host, and leaves it to the caller what becomes of it: <see cref="Leave"/>, or an answer of
    /// the caller's own.
    /// </summary>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilder<>))]
    public async ValueTask<Attempt> TryAsync(HttpContext context, Exchange exchange, Func<int, bool> unwanted)
    {
        var attempt = await sender.SendAsync(context, exchange, Upstream.Ingest, unwanted);
        return NeverArrived(context, exchange, attempt) ? await sender.SendAsync(context, exchange, Upstream.Ingest, unwanted) : attempt;
    }

    /// <summary>Answers the visitor as the attempt ended.</summary>
    public Attempt Leave(HttpContext context, Exchange exchange, Attempt attempt)
    {
        if (attempt is { IsUnwanted: true, Verdict: ResponseVerdict.Pass or ResponseVerdict.PassWithoutBody })
        {
            context.Response.StatusCode = attempt.UpstreamStatus;
            context.Response.Headers.RetryAfter = attempt.RetryAfter;
            CrossOrigin.Permit(context);
        }
        else
        {
            failures.Leave(context, exchange.Route.Kind, origins.Ingest, attempt);
        }

        return attempt;
    }

    /// <summary>Passes on an answer that is here already.</summary>
    public async ValueTask<Attempt> PassOnAsync(HttpContext context, Exchange exchange, OpenAnswer answer)
    {
        BreakOff.Watch(context);
        var attempt = await sender.PassOnAsync(context, exchange, answer);
        failures.Leave(context, exchange.Route.Kind, origins.For(answer.Source), attempt);
        return attempt;
    }

    private async ValueTask<Attempt> SendAgainAsync(HttpContext context, Exchange exchange, Upstream upstream)
    {
        var second = await sender.SendAsync(context, exchange, upstream, unwanted: null);
        failures.Leave(context, exchange.Route.Kind, origins.For(upstream), second);
        return second;
    }

    // What the ingest host cannot serve either is answered as the assets host did: its status says more.
    private async ValueTask<Attempt> FallBackAsync(HttpContext context, Exchange exchange, Attempt first)
    {
        var second = await sender.SendAsync(context, exchange, Upstream.Ingest, status => status is not ((>= 200 and < 300) or 304 or 416 or 412));
        if (second.IsAnswered)
        {
            fallback.Served(exchange.Target, UpstreamFailure.IsTheHosts(first.TimedOut, first.Exception));
        }
        else if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            failures.Leave(context, exchange.Route.Kind, origins.Ingest, second);
        }
        else if (first is { IsUnwanted: true, Verdict: ResponseVerdict.Pass or ResponseVerdict.PassWithoutBody })
        {
            context.Response.StatusCode = first.UpstreamStatus;
            context.Response.Headers.RetryAfter = first.RetryAfter;
        }
        else
        {
            failures.Leave(context, exchange.Route.Kind, origins.Assets, first);
        }

        return second;
    }

    private static bool NeverArrived(HttpContext context, Exchange exchange, Attempt attempt) =>
        exchange.Body is { MaySend: true } && !context.Response.HasStarted && UpstreamFailure.NeverArrived(attempt);

    private static bool HasNoAnswer(HttpContext context, Attempt attempt) =>
        attempt.IsUnwanted
        || (attempt.Error != AttemptError.None && !attempt.IsVisitors && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested);
}
