using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Rules.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Decides what of one attempt passes, both ways. Nothing of the forwarder's own defaults is used: they copy every header.
/// </summary>
internal sealed class PostHogTransformer(
    string origin, Exchange exchange, Func<int, bool>? unwanted, bool countsBytes)
    : HttpTransformer
{
    // What was judged is what is sent: no re-encoding of %7E, no merging of anything.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private long? _declared;
    private Func<long>? _counted;

    /// <summary>The bytes of the answer's body that went to the browser.</summary>
    public long ReceivedBytes => _counted?.Invoke() ?? _declared ?? 0;

    /// <summary>Whether the answer's body has come to its end, whatever became of the request's.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether that end came before the length the answer has announced.</summary>
    public bool IsShort => IsWhole && ReceivedBytes < _declared;

    /// <summary>What became of the answer; null while there was none.</summary>
    public ResponseVerdict? Verdict { get; private set; }

    /// <summary>The status PostHog answered; 0 while there was none.</summary>
    public int UpstreamStatus { get; private set; }

    /// <summary>When PostHog wants to be asked again, in an answer that was not passed on.</summary>
    public string? RetryAfter { get; private set; }

    /// <summary>Whether the caller asked not to have an answer of this status passed on; nothing of it was.</summary>
    public bool IsUnwanted { get; private set; }

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // No Host header is set: the client derives it, and SNI, from the URI. PostHog answers 401 to any other.
        proxyRequest.RequestUri = new Uri(origin + exchange.Target.Value, AsWritten);
        RequestHeaders.Copy(httpContext, proxyRequest, exchange.Headers);
        if (exchange.Body is { } body)
        {
            BodySender.Attach(proxyRequest, body);
        }

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
            RetryAfter = proxyResponse.Headers.NonValidated.TryGetValues(HeaderNames.RetryAfter, out var wait) ? wait.ToString() : null;
            return new(false);
        }

        var isEvent = exchange.Route.Kind is RouteKind.Capture or RouteKind.Replay && HttpMethods.IsPost(httpContext.Request.Method);
        var verdict = ResponseContract.Judge(proxyResponse, isEvent);
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
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        // Called when the body has been copied; trailers have nothing to say to a browser.
        IsWhole = true;
        return default;
    }

    private void Count(HttpResponseMessage response, HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method) || context.Response.StatusCode == StatusCodes.Status304NotModified)
        {
            return;
        }

        // The client holds an answer over HTTP/1.1 to its length, and one over HTTP/2 to none.
        _declared = context.Response.ContentLength;
        if (_declared is null ? countsBytes : response.Version.Major > 1)
        {
            var counting = new CountingStream(context.Response.Body);
            context.Response.Body = counting;
            _counted = () => counting.Bytes;
        }
    }
}
