using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using PostHogProxy.Admission.Targets;
using PostHogProxy.Forwarding.Messages;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What is sent to PostHog where the app's middleware has changed path or query, and where it has not.</summary>
public sealed class RequestTargetReadingTests
{
    [Theory]
    [InlineData("/k3fw/e/?a=1", "/k3fw/e/", "?a=1", "/e/?a=1", 3)]
    [InlineData("/k3fw/e/?", "/k3fw/e/", "", "/e/", 3)]
    [InlineData("/k3fw/e/", "/k3fw/e/", "", "/e/", 3)]
    [InlineData("/k3fw?v=2", "/k3fw", "?v=2", "/?v=2", 1)]
    [InlineData("/k3fw", "/k3fw", "", "/", 1)]
    [InlineData("http://shop.example/k3fw/flags/?v=2", "/k3fw/flags/", "?v=2", "/flags/?v=2", 7)]
    public void A_target_that_nobody_has_changed_is_as_the_browser_wrote_it(string raw, string path, string query, string value, int pathLength) =>
        Assert.Equal(new RequestTarget(value, pathLength), Read(raw, path, query));

    [Theory]
    [InlineData("/k3fw/e/?a=1", "/k3fw/e/", "?b=22", "/e/?b=22", 3)]
    [InlineData("/k3fw/e/?a=1", "/k3fw/e/", "", "/e/", 3)]
    [InlineData("/k3fw/e/", "/k3fw/e/", "?b=22", "/e/?b=22", 3)]
    [InlineData("/k3fw/%65/?a=1", "/k3fw/e/", "?b=22", "/%65/?b=22", 5)]
    [InlineData("/k3fw?a=1", "/k3fw", "?b=22", "/?b=22", 1)]
    public void A_query_that_the_app_has_set_follows_the_path_as_it_was_written(string raw, string path, string query, string value, int pathLength) =>
        Assert.Equal(new RequestTarget(value, pathLength), Read(raw, path, query));

    [Theory]
    [InlineData("/k3fw/decide/?v=3", "/k3fw/flags/", "?v=3", "/flags/?v=3", 7)]
    [InlineData("", "/k3fw/e/", "?a=1", "/e/?a=1", 3)]
    [InlineData("/old/x", "/k3fw", "", "/", 1)]
    [InlineData("/old/x", "/k3fw/a%b c", "", "/a%25b%20c", 10)]
    [InlineData("/old/x", "/k3fw/a%2Fb", "", "/a%2Fb", 6)]
    [InlineData("/old/x", "/k3fw/a%2fb", "", "/a%2Fb", 6)]
    [InlineData("/old/x", "/k3fw/ü", "", "/%C3%BC", 7)]
    public void A_path_that_the_app_has_set_is_encoded_anew(string raw, string path, string query, string value, int pathLength) =>
        Assert.Equal(new RequestTarget(value, pathLength), Read(raw, path, query));

    [Theory]
    [InlineData("/k3fw/../e/", "/e/", "")]
    [InlineData("/k3fw/%2E/e/", "/k3fw/e/", "")]
    [InlineData("/k3fw/e/%00", "/k3fw/e/", "")]
    [InlineData("/k3fw/e\t/", "/k3fw/e/", "")]
    [InlineData("/k3fw/e/#x", "/k3fw/e/", "")]
    [InlineData("/k3fw/e/", "/k3fw/e/", "?a b")]
    [InlineData("/k3fw/e/", "/k3fw/e/", "?ü")]
    public void What_no_client_sends_is_not_read(string raw, string path, string query) => Assert.Null(Read(raw, path, query));

    private static RequestTarget? Read(string raw, string path, string query)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = raw;
        context.Request.Path = path;
        context.Request.QueryString = new(query);
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/k3fw/{**path}"), 0, metadata: null, displayName: null));
        return RequestTarget.TryRead(context, out var target) ? target : null;
    }
}
