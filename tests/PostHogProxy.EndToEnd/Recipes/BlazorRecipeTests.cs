using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.EndToEnd.Blazor;
using PostHogProxy.Testing;

namespace PostHogProxy.Recipes;

/// <summary>docs/snippet.md, Blazor: the components in the folder Blazor hold the page's own text.</summary>
public sealed class BlazorRecipeTests
{
    // Each block with the component that it is for.
    [Fact]
    public void The_components_are_those_of_the_page()
    {
        var blocks = DocsPage.Blocks("docs/snippet.md", "Blazor");
        var files = new[] { "App.razor", "App.razor", "App.razor", "App.razor", "Basket.razor" };

        Assert.Equal(files.Length, blocks.Count);
        Assert.All(blocks.Zip(files), each => SameText.Holds("Blazor/" + each.Second, each.First.Text));
    }

    [Fact]
    public async Task Each_page_is_counted_once_and_an_interactive_component_captures()
    {
        await using var visit = await RecipeVisit.OpenAsync(Make, signedIn: true);
        await visit.EventAsync(captured => Seen(captured) == "/");
        await visit.Page.EvaluateAsync("window.stillThisDocument = true");

        await visit.Page.ClickAsync("#basket");
        await visit.EventAsync(captured => Seen(captured) == "/basket");
        await visit.Page.Locator("#ready", new() { HasText = "ready", HasNotText = "not yet" }).WaitForAsync();
        await visit.Page.ClickAsync("button");
        var added = await visit.EventAsync("added to basket");

        await visit.Page.ClickAsync("#terms");
        await visit.EventAsync(captured => Seen(captured) == "/terms");
        await visit.Page.EvaluateAsync("posthog.capture('the last', {}, { send_instantly: true })");
        await visit.EventAsync("the last");

        Assert.Equal(["/", "/basket", "/terms"], visit.Journal.Events.Select(Seen).OfType<string>());
        Assert.Equal(RecipeVisit.Ada, added.DistinctId);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.stillThisDocument"));

        // A script that comes with an enhanced navigation does not run.
        Assert.Equal("undefined", await visit.Page.EvaluateAsync<string>("typeof window.cameWithNavigation"));
        Assert.Empty(Complaints(visit));
    }

    [Fact]
    public async Task An_interactive_component_works_where_PostHog_is_off()
    {
        await using var visit = await RecipeVisit.OpenAsync(builder =>
        {
            builder.Services.AddPostHogProxy(options => options.Disabled = true);
            return Make(builder);
        });
        await visit.Page.ClickAsync("#basket");
        await visit.Page.Locator("#ready", new() { HasText = "ready", HasNotText = "not yet" }).WaitForAsync();

        await visit.Page.ClickAsync("button");

        // Blazor answers a click that failed with an error in the console and no more renders; this one still navigates.
        await visit.Page.ClickAsync("#terms");
        await visit.Page.Locator("h1", new() { HasText = "Terms" }).WaitForAsync();
        Assert.Empty(Complaints(visit));
    }

    private static WebApplication Make(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.Use(RecipeVisit.SignIn);
        app.UseAntiforgery();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
        app.MapGet("/_framework/blazor.web.js", () => Results.File(Path.Combine(AppContext.BaseDirectory, "blazor.web.js"), "text/javascript"));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    // Blazor reads a page that it asked for to its end, and then aborts the request.
    private static IEnumerable<string> Complaints(RecipeVisit visit) =>
        visit.Browser.Complaints.Where(complaint => !complaint.EndsWith("net::ERR_ABORTED", StringComparison.Ordinal));

    private static string? Seen(StandInEvent captured) =>
        captured.Event == "$pageview" ? captured.Body.GetProperty("properties").GetProperty("$pathname").GetString() : null;
}
