using Microsoft.AspNetCore.Http;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Caching;

/// <summary>What the cache did with a request.</summary>
/// <param name="IsAnswered">Whether nothing is left to do.</param>
/// <param name="Unkept">PostHog's answer to it, where one came that could not be kept. The caller disposes it.</param>
internal readonly record struct CachedOutcome(bool IsAnswered, UnkeptAnswer? Unkept)
{
    public static readonly CachedOutcome Done = new(IsAnswered: true, Unkept: null);
}

/// <summary>The step of a request before upstream: answered from the cache and measured, or not for it.</summary>
internal sealed class CachedAnswers(AssetCache cache, FailureExit failures, ProxyMetrics metrics, ExchangeLog exchanges, TimeProvider time)
{
    /// <summary>Answers from memory, without an allocation that it can do without; null where that takes more.</summary>
    public Task? TryHit(HttpContext context, AssetKey asked, long startedAt)
    {
        var now = time.GetUtcNow();
        if (cache.Fresh(asked, now) is not { } asset)
        {
            return null;
        }

        metrics.Cached(asked.Route.Kind, MetricTags.Hit);
        var written = AssetAnswer.WriteAsync(context, asset, now);
        if (!written.IsCompletedSuccessfully)
        {
            return AwaitAsync(written, context, asked, startedAt);
        }

        Tell(context, asked, startedAt, upstream: null, MetricTags.Hit);
        return written;
    }

    /// <summary>Fetches what is missing or has run out.</summary>
    public async Task<CachedOutcome> AnswerAsync(HttpContext context, AssetKey asked, long startedAt)
    {
        CacheAnswer found;
        try
        {
            found = await cache.GetAsync(asked, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            failures.Gone(context, asked.Route.Kind);
            Tell(context, asked, startedAt, upstream: null, MetricTags.Miss);
            return CachedOutcome.Done;
        }

        metrics.Cached(asked.Route.Kind, found.Result);
        if (found.Failure is { } failure)
        {
            var attempt = new Attempt(asked.Route.Upstream);
            attempt.Fail(failure.Error, failure.Exception, failure.TimedOut);
            failures.Leave(context, asked.Route.Kind, failure.Origin, attempt);
            Tell(context, asked, startedAt, asked.Route.Upstream, found.Result);
            return CachedOutcome.Done;
        }

        if (found.Asset is not { } asset)
        {
            return new(IsAnswered: false, found.Unkept);
        }

        await AssetAnswer.WriteAsync(context, asset, time.GetUtcNow());
        Tell(context, asked, startedAt, found.Result == MetricTags.Miss ? asset.Source : null, found.Result);
        return CachedOutcome.Done;
    }

    private async Task AwaitAsync(Task written, HttpContext context, AssetKey asked, long startedAt)
    {
        await written;
        Tell(context, asked, startedAt, upstream: null, MetricTags.Hit);
    }

    private void Tell(HttpContext context, AssetKey asked, long startedAt, Upstream? upstream, string result)
    {
        var response = context.Response;
        metrics.Answered(startedAt, asked.Route.Kind, upstream, response.StatusCode);
        exchanges.Tell(startedAt, asked.Route.Kind, upstream, response.StatusCode, received: HttpMethods.IsHead(context.Request.Method) ? 0 : response.ContentLength ?? 0, cache: result);
    }
}
