using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class TargetTests
{
    [Theory]
    [InlineData("/e/", "/e/")]
    [InlineData("/e/?", "/e/?")]
    [InlineData("/e", "/e")]
    [InlineData("/e/?a=1&a=2&b=%20+%2F~%7E&c", "/e/?a=1&a=2&b=%20+%2F~%7E&c")]
    [InlineData("/a%2Fb/%7Ec/~d/e%20f/g+h", "/a%2Fb/%7Ec/~d/e%20f/g+h")]
    [InlineData("/a//b/", "/a//b/")]
    [InlineData("/i/v0/e/?ip=0&_=1&ver=1.2.3", "/i/v0/e/?ip=0&_=1&ver=1.2.3")]
    [InlineData("/a%3Fb", "/a%3Fb")]
    [InlineData("/%C3%BC", "/%C3%BC")]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("?v=2", "/?v=2")]
    public async Task Path_and_query_reach_PostHog_as_they_were_written(string written, string sent)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        await RawHttp.SendAsync(shop.Port, "/k3fw" + written);

        Assert.Equal(sent, Assert.Single(shop.PostHog.Journal.Requests).RawTarget);
    }

    [Theory]
    [InlineData("/k3fw/../e/")]
    [InlineData("/k3fw/%2e%2e/e/")]
    [InlineData("/k3fw/x/../%73tatic/array.js")]
    [InlineData("/k3fw/./e/")]
    [InlineData("/x/../k3fw/e/")]
    [InlineData("/k3fw/%252e%252e/e/")]
    [InlineData("/k3fw/static/..%2f..%2fapi/x")]
    [InlineData("/k3fw/static/..%5c..%5capi/x")]
    [InlineData("/k3fw/static/%00")]
    [InlineData("/k3fw/%73tatic/array.js")]
    [InlineData("/k3fw/static%2Farray.js")]
    [InlineData("/k3fw//api/projects/")]
    [InlineData("/k3fw/%61pi/projects/")]
    [InlineData("/k3fw/api/projects/")]
    [InlineData("/k3fw/API/projects/")]
    [InlineData("/k3fw/api")]
    [InlineData("/k3fw/api%2Fprojects/")]
    [InlineData("/k3fw/x/%2e%2e%2Fapi/projects")]
    [InlineData("/k3fw/STATIC/array.js")]
    [InlineData("/k3fw/Array/phc_x/config.js")]
    [InlineData("/k3fw/static/..;/e/")]
    [InlineData("/k3fw/static/%2e%2e%3bx=1/e/")]
    [InlineData("/k3fw/api;x/projects/")]
    [InlineData("/k3fw/api%3fx")]
    [InlineData("/k3fw/api%23/projects/")]
    [InlineData("/k3fw/static/%c0%ae%c0%ae/e/")]
    [InlineData("/k3fw/static/%25c0%25ae%25c0%25ae/e/")]
    [InlineData("/k3fw/static/%u002e%u002e/e/")]
    [InlineData("http://shop.example/k3fw/static/%00")]
    public async Task A_path_that_is_another_one_to_somebody_on_the_way_goes_nowhere(string target)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        var status = await RawHttp.SendAsync(shop.Port, target);

        Assert.Matches("^HTTP/1.1 40[04] ", status);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/k3fw-more/e/")]
    [InlineData("/k3fwe/")]
    public async Task The_prefix_ends_at_a_segment(string target)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        Assert.StartsWith("HTTP/1.1 404 ", await RawHttp.SendAsync(shop.Port, target), StringComparison.Ordinal);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task Under_a_path_base_and_a_group_with_a_parameter_only_the_rest_is_sent()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGroup("/tenants/{tenant}").MapPostHogProxy("/k3fw", PostHogRegion.Us, connect);
        });

        await RawHttp.SendAsync(shop.Port, "/base/tenants/a%20b/k3fw/flags/?v=2&x=%2F");

        var request = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Equal("/flags/?v=2&x=%2F", request.RawTarget);
        Assert.Equal("us.i.posthog.com", request.Host);
    }

    [Fact]
    public async Task At_the_root_of_a_host_of_its_own_the_whole_path_is_sent_and_other_hosts_are_left_alone()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/", PostHogRegion.Us, connect).RequireHost("shop.example"));

        await RawHttp.SendAsync(shop.Port, "/static/array.js?v=1");
        using var other = await shop.Client.GetAsync("/static/array.js", TestContext.Current.CancellationToken);

        var request = Assert.Single(shop.PostHog.Journal.Requests);
        Assert.Equal("/static/array.js?v=1", request.RawTarget);
        Assert.Equal("us-assets.i.posthog.com", request.Host);
        Assert.Equal(404, (int)other.StatusCode);
    }

    [Fact]
    public async Task Where_a_proxy_in_front_cut_the_base_off_the_rest_is_still_sent_as_written()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
        {
            app.Use((context, next) =>
            {
                context.Request.PathBase = "/base";
                return next(context);
            });
            app.UseRouting();
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
        });

        await RawHttp.SendAsync(shop.Port, "/k3fw/a%7Eb/%2F?x=%20");

        Assert.Equal("/a%7Eb/%2F?x=%20", Assert.Single(shop.PostHog.Journal.Requests).RawTarget);
    }

    [Theory]
    [InlineData("http://shop.example/k3fw/e/?a=%7E", "/e/?a=%7E")]
    [InlineData("http://shop.example/k3fw/a%7Eb", "/a%7Eb")]
    public async Task An_absolute_target_is_cut_like_any_other(string target, string sent)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        await RawHttp.SendAsync(shop.Port, target);

        Assert.Equal(sent, Assert.Single(shop.PostHog.Journal.Requests).RawTarget);
    }

    [Theory]
    [InlineData("http://shop.example/k3fw/static/..%2f..%2fapi/x%7E")]
    [InlineData("http://shop.example/k3fw/static/../api/x")]
    public async Task No_dot_segment_arises_on_the_way(string target)
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        await RawHttp.SendAsync(shop.Port, target);

        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task A_percent_sign_that_was_encoded_stays_encoded_where_middleware_changed_the_path()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
        {
            app.Use((context, next) =>
            {
                context.Request.Path = new PathString("/k3fw").Add(context.Request.Path);
                return next(context);
            });
            app.UseRouting();
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
        });

        await RawHttp.SendAsync(shop.Port, "/%2541/a%2Fb");

        Assert.Equal("/%2541/a%2Fb", Assert.Single(shop.PostHog.Journal.Requests).RawTarget);
    }
}
