using Microsoft.AspNetCore.Http;
using PostHogProxy.Diagnostics;
using PostHogProxy.Forwarding;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

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

    /// <summary>Fetches what is missing or has run out; false where the request has to go to PostHog itself.</summary>
    public async Task<bool> AnswerAsync(HttpContext context, AssetKey asked, long startedAt)
    {
        var (asset, result, failure) = await cache.GetAsync(asked);
        metrics.Cached(asked.Route.Kind, result);
        if (failure is not null)
        {
            var attempt = new Attempt();
            attempt.Fail(failure.Error, failure.Exception, failure.TimedOut);
            failures.Leave(context, asked.Route.Kind, failure.Origin, attempt);
            Tell(context, asked, startedAt, asked.Route.Upstream, result);
            return true;
        }

        if (asset is null || (result == MetricTags.Pass && VaryNames.MayDependOnVisitor(asset.Headers.Vary.ToString(), asked.Route.Kind)))
        {
            return false;
        }

        await AssetAnswer.WriteAsync(context, asset, time.GetUtcNow());
        Tell(context, asked, startedAt, result == MetricTags.Stale ? null : asset.Source, result);
        return true;
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
