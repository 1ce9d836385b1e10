using Microsoft.AspNetCore.Http;
using PostHogProxy.Endpoints;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Decides what of one attempt passes, both ways. Nothing of the forwarder's own defaults is used: they copy every header.
/// </summary>
internal sealed class PostHogTransformer(
    string origin, RequestTarget target, RequestHeaderPolicy headers, Func<int, bool>? unwanted, bool countsBytes)
    : HttpTransformer
{
    // What was judged is what is sent: no re-encoding of %7E, no merging of anything.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private long? _declared;
    private Func<long>? _counted;

    /// <summary>The bytes of the answer's body that went to the browser.</summary>
    public long ReceivedBytes => _declared ?? _counted?.Invoke() ?? 0;

    /// <summary>What became of the answer; null while there was none.</summary>
    public ResponseVerdict? Verdict { get; private set; }

    /// <summary>The status PostHog answered; 0 while there was none.</summary>
    public int UpstreamStatus { get; private set; }

    /// <summary>Whether the caller asked not to have an answer of this status passed on; nothing of it was.</summary>
    public bool IsUnwanted { get; private set; }

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // No Host header is set: the client derives it, and SNI, from the URI. PostHog answers 401 to any other.
        proxyRequest.RequestUri = new Uri(origin + target.Value, AsWritten);
        RequestHeaders.Copy(httpContext, proxyRequest, headers);
        return default;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return new(true);
        }

        UpstreamStatus = (int)proxyResponse.StatusCode;
        if (unwanted?.Invoke(UpstreamStatus) == true)
        {
            IsUnwanted = true;
            return new(false);
        }

        var verdict = ResponseContract.Judge(proxyResponse);
        Verdict = verdict;
        switch (verdict)
        {
            case ResponseVerdict.Pass:
                ResponseHeaders.Copy(proxyResponse, httpContext);
                Count(proxyResponse, httpContext);
                return new(true);
            case ResponseVerdict.PassWithoutBody:
                ResponseHeaders.CopyWithoutContent(proxyResponse, httpContext);
                return new(false);
            default:
                return new(false);
        }
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => default;

    private void Count(HttpResponseMessage response, HttpContext context)
    {
        _declared = HttpMethods.IsHead(context.Request.Method) ? 0 : response.Content.Headers.ContentLength;
        if (countsBytes && _declared is null)
        {
            var counting = new CountingStream(context.Response.Body);
            context.Response.Body = counting;
            _counted = () => counting.Bytes;
        }
    }
}
