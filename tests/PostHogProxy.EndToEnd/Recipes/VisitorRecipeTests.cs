using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.EndToEnd;

namespace PostHogProxy.Recipes;

/// <summary>docs/snippet.md: who the visitor is, and a visitor who decides in the browser.</summary>
public sealed partial class VisitorRecipeTests
{
    private const string Page = "docs/snippet.md";

    [Fact]
    public void The_Razor_page_is_that_of_the_docs()
    {
        var blocks = DocsPage.Blocks(Page, "The snippet").Where(block => block.Language == "html").Take(2)
            .Concat(DocsPage.Blocks(Page, "Who the visitor is").Where(block => block.Language == "html")).ToList();

        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, block => SameText.Holds("Razor/Shop.cshtml", block.Text));
    }

    [Fact]
    public async Task A_visitor_who_signs_out_is_another_one()
    {
        await using var visit = await RecipeVisit.OpenAsync(MakeRazor, signedIn: true);
        await visit.Page.EvaluateAsync("posthog.capture('signed in', {}, { send_instantly: true })");
        Assert.Equal(RecipeVisit.Ada, (await visit.EventAsync("signed in")).DistinctId);

        await SignOutAsync(visit);
        await visit.Page.EvaluateAsync("posthog.capture('signed out', {}, { send_instantly: true })");

        Assert.NotEqual(RecipeVisit.Ada, (await visit.EventAsync("signed out")).DistinctId);
        Assert.Empty(visit.Browser.Complaints);
    }

    [Fact]
    public async Task A_page_that_identifies_works_where_PostHog_is_off()
    {
        await using var visit = await RecipeVisit.OpenAsync(
            builder =>
            {
                builder.Services.AddPostHogProxy(options => options.Disabled = true);
                return MakeRazor(builder);
            },
            signedIn: true);

        await SignOutAsync(visit);

        Assert.Equal("undefined", await visit.Page.EvaluateAsync<string>("typeof posthog"));
        Assert.Empty(visit.Browser.Complaints);
    }

    [Fact]
    public async Task Nothing_is_captured_before_the_visitor_accepts_and_reset_keeps_the_answer_only_where_told()
    {
        var recipe = DocsPage.Block(Page, "With an output cache", "html");
        var tag = Tag().Match(recipe);
        Assert.True(tag.Success, "The recipe has no tag with options.");
        await using var page = await SnippetPage.PrepareAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            script: "posthog.onFeatureFlags(() => window.flagsCame = true); posthog.capture('before');",
            body: recipe[tag.Length..],
            init: tag.Groups["options"].Value);
        await page.OpenAsync();
        await page.LoadedAsync();
        await page.Page.WaitForFunctionAsync("() => window.flagsCame");

        Assert.False(await page.Page.EvaluateAsync<bool>("posthog.has_opted_in_capturing()"));
        Assert.False(await page.Page.EvaluateAsync<bool>("Object.keys(localStorage).some(key => key.startsWith('ph_'))"));
        await page.Page.ClickAsync("#accept");
        await page.Page.EvaluateAsync("posthog.identify('ada'); posthog.capture('after', {}, { send_instantly: true })");
        Assert.Equal("ada", (await page.EventAsync("after")).DistinctId);
        Assert.DoesNotContain(page.Journal.Events, captured => captured.Event == "before");

        await page.Page.EvaluateAsync($"(() => {{ {DocsPage.Block(Page, "Who the visitor is", "js")} }})()");
        await page.Page.EvaluateAsync("posthog.capture('after reset', {}, { send_instantly: true })");
        Assert.NotEqual("ada", (await page.EventAsync("after reset")).DistinctId);

        await page.Page.EvaluateAsync("posthog.reset()");
        Assert.False(await page.Page.EvaluateAsync<bool>("posthog.has_opted_in_capturing()"));
        Assert.Empty(page.Browser.Complaints);
    }

    // The next page is there.
    private static async Task SignOutAsync(RecipeVisit visit)
    {
        await visit.Page.EvaluateAsync("window.leaving = true");
        await visit.Page.ClickAsync("#sign-out button");
        await visit.Page.WaitForFunctionAsync("() => !window.leaving && document.readyState === 'complete'");
    }

    private static WebApplication MakeRazor(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(razor => razor.RootDirectory = "/Razor");
        var app = builder.Build();
        app.Use(RecipeVisit.SignIn);
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
        app.MapPost("/sign-out", RecipeVisit.SignOut);
        app.MapRazorPages();
        return app;
    }

    [GeneratedRegex("^<posthog-snippet token=\"phc_[^\"]+\" options='(?<options>[^']+)' />\n")]
    private static partial Regex Tag();
}
