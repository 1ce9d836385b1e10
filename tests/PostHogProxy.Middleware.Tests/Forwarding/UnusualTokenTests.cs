using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>PostHog takes any visible ASCII text of up to 64 characters for a token, but a secret key. Its own cloud writes phc_.</summary>
public sealed class UnusualTokenTests
{
    [Theory]
    [InlineData("abc", "/array/abc/config", 200)]
    [InlineData(" abc ", "/array/abc/config", 200)]
    [InlineData("abc", "/array/abd/config", 404)]
    [InlineData("my token/1", "/array/my%20token%2F1/config", 200)]
    [InlineData("my token/1", "/array/my%20token/config", 404)]
    [InlineData("abc", "/flags/?v=2&token=abc", 200)]
    [InlineData("abc", "/flags/?v=2&token=%20abc", 200)]
    [InlineData("abc", "/flags/?v=2&token=abcd", 404)]
    [InlineData("abc", "/flags/?v=2&x=phc_other", 404)]
    [InlineData("phc_a.b", "/array/phc_a.b/config", 200)]
    [InlineData("phc_a.b", "/flags/?v=2&token=phc_a.b", 200)]
    [InlineData("phc_a.b", "/flags/?v=2&x=phc_a.b", 200)]
    [InlineData("phc_a.b", "/flags/?v=2&x=phc_a", 404)]
    [InlineData("phc_a.b", "/flags/?v=2&x=phc_a.bc", 404)]
    [InlineData("phc_a.b", "/array/phc_a.b/config?x=phc_other", 404)]
    [InlineData("phc_a/b", "/array/phc_a%2Fb/config", 200)]
    [InlineData("shop.phc_1", "/array/shop.phc_1/config", 200)]
    [InlineData("shop.phc_1", "/flags/?v=2&x=phc_1", 404)]
    [InlineData("shop.phc_1", "/flags/?v=2&x=shop.phc_12", 404)]
    [InlineData("phc_a.phc_b", "/flags/?v=2&token=phc_a.phc_b", 200)]
    public async Task A_token_of_another_form_is_let_through_and_no_other_with_it(string token, string path, int status)
    {
        var log = new ListLogger();
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.ProjectTokens.Add(token);
            }),
            builder => builder.Logging.AddProvider(log),
            new() { Intercept = (_, _) => Task.CompletedTask },
            assetCache: false);

        using var response = await shop.Client.GetAsync("/k3fw" + path, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Contains("phc_", await log.WaitForAsync("Information 51:"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phx_abcdefghijkl", "secret key")]
    [InlineData(" phs_abcdefghijkl", "secret key")]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("tökén", "ASCII")]
    [InlineData("a\u0000b", "ASCII")]
    [InlineData("phc_aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg", "64")]
    public async Task A_text_that_PostHog_takes_no_event_under_stops_the_start(string token, string word)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => Shop.OpenAsync(
            (app, _) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.ProjectTokens.Add(token))));

        Assert.Contains(word, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefghijkl", wrong.Message, StringComparison.Ordinal);
    }
}
