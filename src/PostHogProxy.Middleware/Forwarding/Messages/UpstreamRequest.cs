using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Headers;

namespace PostHogProxy.Forwarding.Messages;

/// <summary>One exchange as a message to one host.</summary>
internal static class UpstreamRequest
{
    // What was judged is what is sent: no re-encoding of %7E, no merging of anything.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static HttpRequestMessage Create(HttpContext context, Exchange exchange, string origin, VisitorBody? streamed)
    {
        var request = To(origin, Method(context.Request.Method), exchange.Target);
        request.Content = exchange.Body is { } body ? new RepeatableContent(body)
            : streamed is not null ? new StreamingContent(streamed)
            : null;
        var headers = new MessageHeaders(request);
        RequestHeaders.Copy(context, ref headers, exchange.Headers);
        return request;
    }

    /// <summary>An empty message. No Host header is set: the client derives it, and SNI, from the URI. PostHog answers 401 to any other.</summary>
    public static HttpRequestMessage To(string origin, HttpMethod method, RequestTarget target) =>
        new(method, new Uri(origin + target.Value, AsWritten))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };

    public static bool CanHaveBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { } detection
            ? detection.CanHaveBody
            : HttpMethods.IsPost(context.Request.Method) && context.Request.ContentLength != 0;

    public static HttpMethod Method(string method) =>
        HttpMethods.IsPost(method) ? HttpMethod.Post
        : HttpMethods.IsGet(method) ? HttpMethod.Get
        : HttpMethods.IsHead(method) ? HttpMethod.Head
        : HttpMethod.Options;
}
