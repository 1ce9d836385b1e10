using System.Net;
using static PostHogProxy.Middleware.Tests.Forwarding.GatedShop;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>Events of a visitor who has not consented, or asks for privacy, stay here.</summary>
public sealed class VisitorsWishTests
{
    [Fact]
    public async Task Without_consent_a_visitors_events_stay_here_and_with_it_they_pass()
    {
        await using var shop = await OpenAsync(options => options.DisabledWhen = context => context.Request.Headers["X-Consent"] != "yes");

        using var without = await SendAsync(shop, "/e/");
        Assert.Empty(shop.PostHog.Journal.Requests);

        using var with = await SendAsync(shop, "/e/", ("X-Consent", "yes"));
        Assert.Single(shop.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("/e/", true)]
    [InlineData("/s/", true)]
    [InlineData("/flags/?v=2", false)]
    [InlineData("/static/array.js", false)]
    public async Task A_browser_that_asks_for_privacy_is_neither_counted_nor_recorded(string path, bool staysHere)
    {
        await using var shop = await OpenAsync(options => options.RespectGlobalPrivacyControl = true);

        using var response = await SendAsync(shop, path, ("Sec-GPC", "1"));

        Assert.Equal(staysHere ? 0 : 1, shop.PostHog.Journal.Requests.Count);
        if (staysHere)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, "0")]
    public async Task Without_the_option_or_the_signal_events_pass(bool option, string signal)
    {
        await using var shop = await OpenAsync(options => options.RespectGlobalPrivacyControl = option);

        using var response = await SendAsync(shop, "/e/", ("Sec-GPC", signal));

        Assert.Single(shop.PostHog.Journal.Requests);
    }
}
