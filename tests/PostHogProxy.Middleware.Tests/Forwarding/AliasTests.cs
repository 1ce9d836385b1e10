using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class AliasTests
{
    private const string Ingest = "eu.i.posthog.com";
    private const string Assets = "eu-assets.i.posthog.com";
    private static readonly string Ours = StandInProject.EuDemo.Token;

    [Theory]
    [InlineData("/e/", Ingest)]
    [InlineData("/e", Ingest)]
    [InlineData("/i/v0/e/?retry_count=1", Ingest)]
    [InlineData("/s/?compression=base64", Ingest)]
    [InlineData("/flags/?v=2&config=true", Ingest)]
    [InlineData("/static/array.js", Assets)]
    [InlineData("/static/1.449.2/dead-clicks-autocapture.js", Assets)]
    [InlineData("/static/a-kind-of-2027.js?v=2.0.0", Assets)]
    [InlineData("/array/{0}/config.js", Assets)]
    [InlineData("/api/surveys/?token={0}&_=1&x=%7E+%2f", Ingest)]
    [InlineData("/api/conversations/v1/widget/messages/a%2Fb~c", Ingest)]
    [InlineData("/site_app/1/abc/", Ingest)]
    public async Task An_alias_reaches_posthog_as_the_path_it_stands_for_with_its_query_untouched(string target, string host)
    {
        target = target.Replace("{0}", Ours, StringComparison.Ordinal);
        await using var shop = await OpenAsync(PathAliasMode.Only, options => options.ProjectTokens.Add(Ours));

        using var response = await SendAsync(shop, Of(shop).ToAlias(target));

        var arrived = shop.Forwarded[0];
        Assert.Equal((host, target), (arrived.Host, arrived.RawTarget));
    }

    [Theory]
    [InlineData(PathAliasMode.Off, true)]
    [InlineData(PathAliasMode.On, true)]
    [InlineData(PathAliasMode.Only, false)]
    public async Task Posthogs_own_paths_go_on_working_unless_they_are_switched_off(PathAliasMode mode, bool work)
    {
        await using var shop = await OpenAsync(mode);

        foreach (var path in (string[])["/e/", "/static/array.js", "/flags/?v=2", "/new/path", "/"])
        {
            using var response = await SendAsync(shop, path);
            Assert.Equal(!work, response.StatusCode == HttpStatusCode.NotFound && !shop.Forwarded.Exists(request => request.RawTarget == path));
        }
    }

    [Fact]
    public async Task Without_aliases_an_alias_is_a_path_like_any_other()
    {
        await using var shop = await OpenAsync(PathAliasMode.Off);
        var alias = PathAliases.For("/k3fw", "PostHogProxy.Middleware.Tests").ToAlias("/e/");

        using var response = await SendAsync(shop, alias);

        Assert.Equal(alias, Assert.Single(shop.Forwarded).RawTarget);
        Assert.Null(Metadata(shop).Aliases);
    }

    [Theory]
    [InlineData("/api/projects/", 404)]
    [InlineData("/API/users/@me/", 404)]
    [InlineData("/api/surveys/../projects/", 400)]
    [InlineData("/api/surveys/%2e%2E/projects/", 400)]
    [InlineData("/api/surveys/..%2fprojects/", 400)]
    [InlineData("/static/%00.js", 400)]
    [InlineData("/%73tatic/array.js", 400)]
    [InlineData("//api/projects/", 400)]
    [InlineData("/api%3fprojects", 400)]
    [InlineData("/flags/definitions", 404)]
    [InlineData("/array/phc_stranger/config.js", 404)]
    [InlineData("/array/", 404)]
    [InlineData("/new/phc_stranger/path", 404)]
    [InlineData("/new/%70hc_stranger", 404)]
    [InlineData("/e/?token=phc_stranger", 404)]
    public async Task An_alias_opens_nothing_that_the_path_it_stands_for_does_not(string target, int status)
    {
        await using var shop = await OpenAsync(PathAliasMode.On, options => options.ProjectTokens.Add(Ours));

        using var aliased = await SendAsync(shop, Of(shop).ToAlias(target));
        var canonical = await RawHttp.SendAsync(shop.Port, "/k3fw" + target);

        Assert.Equal(status, (int)aliased.StatusCode);
        Assert.StartsWith($"HTTP/1.1 {status} ", canonical, StringComparison.Ordinal);
        Assert.Empty(shop.Forwarded);
    }

    // {0} is what all aliases start with, {1} the alias of /static/array.js, {2} the first letter of it, escaped.
    [Theory]
    [InlineData("/k3fw/{0}a", 404)]
    [InlineData("/k3fw/{1}.js", 404)]
    [InlineData("/k3fw/{1}/", 404)]
    [InlineData("/k3fw/{0}/../static/array.js", 400)]
    [InlineData("/k3fw/{0}/static/array.js", 404)]
    [InlineData("/k3fw/{0}%2f..%2fapi", 404)]
    [InlineData("/k3fw/{2}", 404)]
    [InlineData("/k3fw//{1}", 404)]
    [InlineData("/k3fw/x/{1}", 404)]
    public async Task What_only_looks_like_an_alias_is_none(string target, int status)
    {
        await using var shop = await OpenAsync(PathAliasMode.Only);
        var (name, alias) = (Of(shop).Name, Of(shop).ToAlias("/static/array.js")[1..]);
        target = string.Format(System.Globalization.CultureInfo.InvariantCulture, target, name, alias, $"%{(int)alias[0]:X2}{alias[1..]}");

        Assert.StartsWith($"HTTP/1.1 {status} ", await RawHttp.SendAsync(shop.Port, target), StringComparison.Ordinal);
        Assert.Empty(shop.Forwarded);
    }

    [Fact]
    public async Task A_feature_that_is_off_is_off_under_its_alias()
    {
        await using var shop = await OpenAsync(PathAliasMode.On, options => options.Features = PostHogFeatures.All & ~PostHogFeatures.Replay);

        using var response = await SendAsync(shop, Of(shop).ToAlias("/s/"));

        Assert.Contains("quota_limited", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(shop.Forwarded);
    }

    [Fact]
    public async Task The_call_in_code_says_the_same_as_the_section()
    {
        foreach (var (keep, mode) in ((bool, PathAliasMode)[])[(true, PathAliasMode.On), (false, PathAliasMode.Only)])
        {
            var options = new PostHogProxyOptions();
            options.UsePathAliases(keepCanonicalPaths: keep);
            Assert.Equal(mode, options.Aliases);
        }

        await using var shop = await OpenAsync(PathAliasMode.Off, options => options.UsePathAliases());
        Assert.NotNull(Metadata(shop).Aliases);
    }

    internal static PathAliases Of(Shop shop) => Metadata(shop).Aliases!;

    private static PostHogProxyMetadata Metadata(Shop shop) =>
        shop.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<PostHogProxyMetadata>()).Single(found => found is not null)!;

    private static Task<Shop> OpenAsync(PathAliasMode mode, Action<PostHogProxyOptions>? configure = null) => Shop.OpenAsync((app, connect) =>
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.Aliases = mode;
            configure?.Invoke(options);
        }));

    private static Task<HttpResponseMessage> SendAsync(Shop shop, string target) => shop.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{shop.Port}/k3fw{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })),
        TestContext.Current.CancellationToken);
}
