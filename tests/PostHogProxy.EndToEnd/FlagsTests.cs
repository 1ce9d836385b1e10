using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd;

public sealed class FlagsTests
{
    [Fact]
    public async Task The_values_of_the_feature_flags_reach_the_page()
    {
        await using var visit = await Visit.BeginAsync();

        await Assertions.Expect(visit.Page.Locator("#hero-title")).ToHaveTextAsync("Made slowly, for a home that is lived in");
        await Assertions.Expect(visit.Page.Locator("#checkout")).ToHaveTextAsync("Express checkout");
        await Assertions.Expect(visit.Page.Locator("#banner")).ToHaveTextAsync("Free shipping this week");
        Assert.Equal("short", await visit.Page.EvaluateAsync<string>("posthog.getFeatureFlag('hero-copy')"));
        Assert.False(await visit.Page.EvaluateAsync<bool>("posthog.getFeatureFlag('old-checkout')"));
        Assert.Equal("calm", await visit.Page.EvaluateAsync<string>("posthog.getFeatureFlagPayload('banner').tone"));
    }
}
