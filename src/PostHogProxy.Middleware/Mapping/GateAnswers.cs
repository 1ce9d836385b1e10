using Microsoft.AspNetCore.Http;
using PostHogProxy.Admission;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Mapping;

/// <summary>Answers what is not for PostHog, as the gate has judged it.</summary>
internal sealed class GateAnswers(ProxyMetrics metrics, ExchangeLog exchanges)
{
    public Task WriteAsync(HttpContext context, GateVerdict verdict, long startedAt)
    {
        context.Response.StatusCode = verdict.Status;
        CrossOrigin.Permit(context);
        metrics.Answered(startedAt, verdict.Kind, upstream: null, verdict.Status);
        exchanges.Tell(startedAt, verdict.Kind, upstream: null, verdict.Status, received: verdict.Body?.Length ?? 0);
        if (verdict.Mark is { } mark)
        {
            context.Response.Headers[OwnAnswer.Header] = mark;
        }

        if (verdict.Body is not { } body)
        {
            return Task.CompletedTask;
        }

        // What is off today may be on tomorrow.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = verdict.ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
