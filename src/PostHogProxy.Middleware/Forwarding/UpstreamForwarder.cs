using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>What came of an exchange.</summary>
/// <param name="Upstream">The host that was asked last.</param>
/// <param name="SentBytes">The bytes of the visitor's body that went there.</param>
/// <param name="ReceivedBytes">The bytes of its answer's body that went to the browser.</param>
internal readonly record struct Forwarded(Upstream Upstream, long SentBytes, long ReceivedBytes)
{
    /// <summary>Whether PostHog has not taken it, and the outbox has.</summary>
    public bool IsKept { get; init; }
}

/// <summary>
/// Sends one exchange to the host it belongs to; once more where it provably never arrived, and to the ingest host where the assets host
/// refuses a script.
/// </summary>
internal sealed class UpstreamForwarder(
    UpstreamOrigins origins, UpstreamSender sender, AssetFallback fallback, FailureExit failures)
{
    private readonly bool _hasFallback = origins.Assets != origins.Ingest;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Forwarded> SendAsync(HttpContext context, Exchange exchange)
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
        var mayFallBack = _hasFallback && exchange.Route.Upstream == Upstream.Assets && !UpstreamRequest.CanHaveBody(context);
        if (mayFallBack && fallback.IsRemembered(exchange.Target))
        {
            mayFallBack = false;
            upstream = Upstream.Ingest;
        }

        var origin = origins.For(upstream);
        var attempt = await sender.SendAsync(context, exchange, origin, mayFallBack ? AssetFallback.IsRefusal : null);

        if (mayFallBack && HasNoAnswer(context, attempt))
        {
            return Of(Upstream.Ingest, exchange, await FallBackAsync(context, exchange, attempt));
        }

        if (NeverArrived(context, exchange, attempt))
        {
            attempt = await sender.SendAsync(context, exchange, origin, unwanted: null);
        }

        failures.Leave(context, exchange.Route.Kind, origin, attempt);
        return Of(upstream, exchange, attempt);
    }

    /// <summary>
    /// Sends an exchange whose body is here to the ingest host, and leaves it to the caller what becomes of it: <see cref="Leave"/>, or an answer of
    /// the caller's own.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Attempt> TryAsync(HttpContext context, Exchange exchange, Func<int, bool> unwanted)
    {
        var attempt = await sender.SendAsync(context, exchange, origins.Ingest, unwanted);
        return NeverArrived(context, exchange, attempt) ? await sender.SendAsync(context, exchange, origins.Ingest, unwanted) : attempt;
    }

    /// <summary>Answers the visitor as the attempt ended.</summary>
    public Forwarded Leave(HttpContext context, Exchange exchange, Attempt attempt)
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

        return Of(Upstream.Ingest, exchange, attempt);
    }

    /// <summary>Passes on an answer that is here already.</summary>
    public async ValueTask<Forwarded> PassOnAsync(HttpContext context, Exchange exchange, OpenAnswer answer)
    {
        BreakOff.Watch(context);
        var attempt = await sender.PassOnAsync(context, exchange, answer);
        failures.Leave(context, exchange.Route.Kind, origins.For(answer.Source), attempt);
        return Of(answer.Source, exchange, attempt);
    }

    // What the ingest host cannot serve either is answered as the assets host did: its status says more.
    private async Task<Attempt> FallBackAsync(HttpContext context, Exchange exchange, Attempt first)
    {
        var second = await sender.SendAsync(context, exchange, origins.Ingest, status => status is not ((>= 200 and < 300) or 304 or 416 or 412));
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

    private static Forwarded Of(Upstream upstream, Exchange exchange, Attempt last) => new(upstream, exchange.Body?.Length ?? last.SentBytes, last.ReceivedBytes);

    private static bool NeverArrived(HttpContext context, Exchange exchange, Attempt attempt) =>
        exchange.Body is { MaySend: true } && !context.Response.HasStarted && UpstreamFailure.NeverArrived(attempt);

    private static bool HasNoAnswer(HttpContext context, Attempt attempt) =>
        attempt.IsUnwanted
        || (attempt.Error != AttemptError.None && !attempt.IsVisitors && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested);
}
