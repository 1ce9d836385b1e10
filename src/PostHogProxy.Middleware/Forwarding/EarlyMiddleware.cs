using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Takes the request back from middleware that stands before routing: it could not read off the endpoint that this request is none of its
/// business, and has begun to cache it or to time it.
/// </summary>
internal static class EarlyMiddleware
{
    public static void Release(HttpContext context)
    {
        // It keeps one answer per address whatever its encoding: a client that did not ask for gzip would get it.
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
        }

        // Ours apply; the app's would cancel an upload.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
    }
}
