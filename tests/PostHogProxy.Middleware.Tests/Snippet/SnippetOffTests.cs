using Microsoft.AspNetCore.Builder;

namespace PostHogProxy.Middleware.Tests.Snippet;

public sealed class SnippetOffTests
{
    [Fact]
    public async Task A_page_has_no_PostHog_while_it_is_off_and_a_reload_turns_it_on()
    {
        await using var app = await SnippetApp.StartAsync(each => each.MapPostHogProxy("/k3fw", PostHogRegion.Eu), "Development");
        Assert.Contains("/k3fw", await app.HeadAsync(), StringComparison.Ordinal);

        await SetAsync("true");
        Assert.Equal("", await app.HeadAsync());

        await SetAsync("false");
        Assert.Contains("/k3fw", await app.HeadAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Logged(27));

        Task SetAsync(string value)
        {
            app.Configuration["PostHogProxy:Disabled"] = value;
            app.Configuration.Reload();
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("http://shop.example/page?consent=yes", true)]
    [InlineData("http://shop.example/page", false)]
    public async Task A_visitor_without_consent_gets_a_page_without_PostHog(string page, bool isThere)
    {
        await using var app = await SnippetApp.StartAsync(each => each.MapPostHogProxy(
            "/k3fw", PostHogRegion.Eu, options => options.DisabledWhen = context => context.Request.Query["consent"] != "yes"));

        Assert.Equal(isThere, (await app.HeadAsync(page)).Length > 0);
    }

    [Fact]
    public async Task Where_the_apps_own_question_throws_PostHog_is_off_and_the_page_goes_on()
    {
        await using var app = await SnippetApp.StartAsync(each => each.MapPostHogProxy(
            "/k3fw", PostHogRegion.Eu, options => options.DisabledWhen = _ => throw new InvalidOperationException("no consent store")));

        Assert.Equal("", await app.HeadAsync());
        Assert.Equal("", await app.HeadAsync());
        Assert.Single(app.Logged(26));
    }
}
