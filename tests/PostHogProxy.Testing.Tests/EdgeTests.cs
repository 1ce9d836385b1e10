using System.Net;

namespace PostHogProxy.Testing.Tests;

public sealed class EdgeTests
{
    private static readonly string[] NotForVisitors =
    [
        "Set-Cookie", "Strict-Transport-Security", "Server", "Via", "Alt-Svc", "NEL", "Report-To", "cf-ray", "Content-Security-Policy-Report-Only",
    ];

    [Theory]
    [InlineData(Visitor.Us + "/flags/")]
    [InlineData(Visitor.Us + "/nowhere")]
    [InlineData(Visitor.Eu + "/api/surveys/")]
    [InlineData(Visitor.UsAssets + "/static/array.js")]
    [InlineData(Visitor.UsAssets + "/static/missing.js")]
    public async Task Every_answer_carries_what_a_proxy_must_not_pass_on(string url)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync(url);

        Assert.All(NotForVisitors, name => Assert.True(response.Headers.Contains(name), name));
        Assert.StartsWith("__cf_bm=", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal("envoy", response.Headers.GetValues("Server").Single());
    }

    [Theory]
    [InlineData(Visitor.Us + "/flags/")]
    [InlineData(Visitor.UsAssets + "/static/array.js")]
    public async Task The_origin_is_mirrored_once_with_credentials(string url)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var with = await visitor.GetAsync(url, ("Origin", "https://shop.example"));
        using var without = await visitor.GetAsync(url);

        Assert.Equal(["https://shop.example"], with.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], with.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.False(without.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_preflight_is_answered_200_with_what_it_asks_for()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.SendAsync(
            HttpMethod.Options,
            Visitor.Us + "/i/v0/e/",
            null,
            ("Origin", "https://shop.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, response.Content.Headers.ContentLength);
        Assert.Equal(["https://shop.example"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["content-type"], response.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Contains("POST", response.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
    }
}
