using Microsoft.AspNetCore.Http;
using PostHogProxy.Endpoints;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Decides what of one exchange passes, both ways. Nothing of the forwarder's own defaults is used: they copy every header.
/// </summary>
internal sealed class PostHogTransformer(string origin, RequestTarget target, bool bodyIsAsSent) : HttpTransformer
{
    // What was judged is what is sent: no re-encoding of %7E, no merging of anything.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // No Host header is set: the client derives it, and SNI, from the URI. PostHog answers 401 to any other.
        proxyRequest.RequestUri = new Uri(origin + target.Value, AsWritten);
        RequestHeaders.Copy(httpContext, proxyRequest, bodyIsAsSent);

        // Response compression in the app would re-encode what upstream sends plain. It reads this header when the forwarder turns
        // buffering off, before the first byte; upstream has had its copy.
        httpContext.Request.Headers.AcceptEncoding = default;
        return default;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return new(true);
        }

        ResponseHeaders.Copy(proxyResponse, httpContext.Response.Headers);
        return new(true);
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => default;
}
