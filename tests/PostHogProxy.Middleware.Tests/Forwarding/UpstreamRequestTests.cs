using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Forwarding.Messages;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class UpstreamRequestTests
{
    [Theory]
    [InlineData("POST", null, true)]
    [InlineData("POST", 1L, true)]
    [InlineData("POST", 0L, false)]
    [InlineData("GET", null, false)]
    [InlineData("GET", 1L, false)]
    [InlineData("HEAD", null, false)]
    public void Where_the_server_does_not_say_so_a_POST_has_a_body_unless_it_declares_none(string method, long? length, bool canHaveBody)
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.ContentLength) = (method, length);

        Assert.Equal(canHaveBody, UpstreamRequest.CanHaveBody(context));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_server_says_of_a_body_counts(bool canHaveBody)
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.ContentLength) = ("POST", canHaveBody ? 0 : 1);
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new Detected(canHaveBody));

        Assert.Equal(canHaveBody, UpstreamRequest.CanHaveBody(context));
    }

    [Theory]
    [InlineData("POST", "POST")]
    [InlineData("post", "POST")]
    [InlineData("GET", "GET")]
    [InlineData("HEAD", "HEAD")]
    [InlineData("OPTIONS", "OPTIONS")]
    public void A_method_is_sent_in_capitals(string method, string sent) => Assert.Equal(sent, UpstreamRequest.Method(method).Method);

    [Theory]
    [InlineData("/e/%7Ea?x=%7E%2e%2E")]
    [InlineData("/static/%2e%2e/array.js")]
    [InlineData("/static//array.js?a=/../b")]
    [InlineData("/flags/?v=2&a=b'|\\")]
    public void A_target_is_sent_as_it_was_judged_to_the_letter(string target)
    {
        using var request = UpstreamRequest.To("https://eu.i.posthog.com", HttpMethod.Get, new(target, target.Length));

        Assert.Equal(target, request.RequestUri!.PathAndQuery);
        Assert.Equal("eu.i.posthog.com", request.RequestUri.Host);
        Assert.Null(request.Headers.Host);
    }

    private sealed class Detected(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
