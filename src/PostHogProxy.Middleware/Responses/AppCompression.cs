using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Responses;

/// <summary>Keeps the app's response compression and response caching away from what PostHog has encoded, or has chosen not to.</summary>
internal static class AppCompression
{
    // Response compression knows no such encoding and leaves the body alone; response caching files the answer under it, where no visitor
    // looks. Without a value it would file gzip under "asks for no encoding".
    private const string NoEncodingOfTheApps = "x-posthog-proxy";

    public static void KeepOff(HttpRequest request)
    {
        if (request.Headers.AcceptEncoding.Count > 0)
        {
            request.Headers.AcceptEncoding = NoEncodingOfTheApps;
        }
    }
}
