using System.Net;
using PostHogProxy.Testing;
using static PostHogProxy.Middleware.Tests.Forwarding.GatedShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>With the tokens of the team named, those of strangers go nowhere.</summary>
public sealed class ProjectTokensTests
{
    private static readonly string Ours = StandInProject.EuDemo.Token;

    [Theory]
    [InlineData("/array/phc_stranger/config.js")]
    [InlineData("/array/phc_stranger/array.js")]
    [InlineData("/array/")]
    [InlineData("/array/x")]
    [InlineData("/api/surveys/?token=phc_stranger")]
    [InlineData("/api/surveys/?TOKEN=phc_stranger")]
    [InlineData("/api/surveys/?%74oken=phc_stranger")]
    [InlineData("/e/?api_key=phc_stranger")]
    [InlineData("/new/path?token=phc_stranger")]
    [InlineData("/new/phc_stranger/path")]
    [InlineData("/new/%70hc_stranger/path")]
    [InlineData("/static/phc%255fstranger.js")]
    [InlineData("/e/?token%00=phc_stranger")]
    [InlineData("/e/?a=1;token=phc_stranger")]
    [InlineData("/e/?%2574oken=%2570hc_stranger")]
    public async Task With_project_tokens_a_strangers_token_goes_nowhere(string path)
    {
        await using var shop = await OpenAsync(options => options.ProjectTokens.Add(Ours));

        using var response = await SendAsync(shop, path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(shop.Forwarded);
    }

    [Theory]
    [InlineData("/array/{0}/config.js")]
    [InlineData("/api/surveys/?token={0}&_=1")]
    [InlineData("/static/array.js?v=1")]
    [InlineData("/e/?ip=0&_=1")]
    public async Task With_project_tokens_our_own_passes(string path)
    {
        await using var shop = await OpenAsync(options => options.ProjectTokens.Add(Ours));

        using var response = await SendAsync(shop, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Ours));

        Assert.Single(shop.Forwarded);
    }
}
