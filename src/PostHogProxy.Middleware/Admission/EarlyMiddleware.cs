using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;

namespace PostHogProxy.Admission;

/// <summary>
/// Takes the request back from middleware that could not read off the endpoint that this request is none of its business, and has begun to
/// cache it, to time it or to read it.
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

        // Only what is buffered can be wound back; it was read, for a log or a check, and left at its end.
        if (context.Request.Body is { CanSeek: true, Position: > 0 } body)
        {
            body.Position = 0;
        }
    }
}
