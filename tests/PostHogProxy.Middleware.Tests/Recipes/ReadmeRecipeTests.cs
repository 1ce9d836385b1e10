using Microsoft.AspNetCore.Builder;

namespace PostHogProxy.Recipes;

/// <summary>The set-ups of README.md, compiled from it: where events go.</summary>
public sealed class ReadmeRecipeTests
{
    [Theory]
    [InlineData("Add one line to the app", "/k3fw/e/", "https://eu.i.posthog.com/e/")]
    [InlineData("Use a host of its own", "https://e.shop.example/e/", "https://us.i.posthog.com/e/")]
    [InlineData("Use your own PostHog", "/k3fw/e/", "https://posthog.internal:8443/e/")]
    public async Task Events_go_where_the_line_of_code_says(string heading, string path, string expected)
    {
        await using var app = await RecipeApp.StartAsync(CompiledRecipe.Program(DocsPage.Block("README.md", heading, "csharp")));

        await app.OffAsync(path: path);

        Assert.Equal([expected], app.Asked);
    }

    [Theory]
    [InlineData("Settings", null)]
    [InlineData("Map several proxies", "shop")]
    public async Task Events_go_where_the_settings_say(string heading, string? name)
    {
        await using var app = await RecipeApp.StartAsync(
            builder => builder.Build(),
            "{" + DocsPage.Block("README.md", heading, "json") + "}",
            then: app => _ = name is null ? app.MapPostHogProxy() : app.MapPostHogProxy(name));

        await app.OffAsync();

        Assert.Equal(["https://eu.i.posthog.com/e/"], app.Asked);
    }
}
