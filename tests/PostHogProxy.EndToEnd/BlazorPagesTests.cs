using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.EndToEnd.Blazor;
using PostHogProxy.Recipes;

namespace PostHogProxy.EndToEnd;

/// <summary>The component in the head of a Blazor Web App: one page view for each page, whichever way Blazor gets to it.</summary>
public sealed class BlazorPagesTests
{
    [Fact]
    public async Task Enhanced_navigation_counts_each_page_once_and_with_its_own_title()
    {
        await using var visit = await OpenAsync();
        await visit.Page.EvaluateAsync("window.stillThisDocument = true");

        await GoAsync(visit, "#to-desks", "Desks");
        await GoAsync(visit, "#to-lamps", "Lamps");

        Assert.Equal(["/lamps All lamps", "/desks All desks", "/lamps All lamps"], await PageViews.OfAsync(visit, 3));
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.stillThisDocument"));
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Fact]
    public async Task Back_and_forward_count_the_page_that_they_show()
    {
        await using var visit = await OpenAsync();
        await GoAsync(visit, "#to-desks", "Desks");

        await visit.Page.EvaluateAsync("history.back()");
        await HeadingAsync(visit, "Lamps");
        await visit.Page.EvaluateAsync("history.forward()");
        await HeadingAsync(visit, "Desks");

        Assert.Equal(["/lamps All lamps", "/desks All desks", "/lamps All lamps", "/desks All desks"], await PageViews.OfAsync(visit, 4));
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Fact]
    public async Task Neither_an_anchor_nor_another_query_is_another_page()
    {
        await using var visit = await OpenAsync();

        await visit.Page.ClickAsync("#to-part");
        await visit.Page.WaitForFunctionAsync("() => location.hash === '#part'");
        await visit.Page.ClickAsync("#to-second");
        await visit.Page.WaitForFunctionAsync("() => location.search === '?page=2'");
        await visit.Page.EvaluateAsync("history.back()");
        await visit.Page.WaitForFunctionAsync("() => location.hash === '#part'");

        Assert.Equal(["/lamps All lamps"], await PageViews.OfAsync(visit, 1));
    }

    // posthog-js's own history_change counts "/moved" as well.
    [Fact]
    public async Task A_page_that_redirects_is_not_counted()
    {
        await using var visit = await OpenAsync("desks");

        await GoAsync(visit, "#to-moved", "Lamps");

        Assert.Equal(["/desks All desks", "/lamps All lamps"], await PageViews.OfAsync(visit, 2));
        Assert.Empty(PageViews.Complaints(visit));
    }

    // Its address is in the address bar before Blazor knows; posthog-js's own history_change counts it there, and once more in the new document.
    [Fact]
    public async Task A_page_that_is_not_Blazors_is_counted_once_by_its_own_document()
    {
        await using var visit = await OpenAsync();

        await GoAsync(visit, "#to-plain", "Plain");

        Assert.Equal(["/lamps All lamps", "/plain Plain"], await PageViews.OfAsync(visit, 2));
        Assert.Empty(PageViews.Complaints(visit));
    }

    // The one answers with a redirect, and the other asks Blazor for it.
    [Theory]
    [InlineData("#to-away")]
    [InlineData("#to-leave")]
    public async Task A_page_that_leads_to_another_host_is_not_counted(string link)
    {
        await using var visit = await OpenAsync();

        await GoAsync(visit, link, "Elsewhere");
        await visit.Page.GotoAsync(visit.Address + "desks");

        Assert.Equal(["/lamps All lamps", "/desks All desks"], await PageViews.OfAsync(visit, 2));
    }

    [Fact]
    public async Task A_form_that_stays_counts_nothing_and_one_that_goes_on_counts_the_page_it_goes_to()
    {
        await using var visit = await OpenAsync("desks");
        await visit.Page.EvaluateAsync("window.stillThisDocument = true");

        await visit.Page.ClickAsync("#stay button");
        await visit.Page.Locator("#saved").WaitForAsync();
        await GoAsync(visit, "#order button", "Lamps");
        await GoAsync(visit, "#to-desks", "Desks");
        await GoAsync(visit, "#search button", "Lamps");

        Assert.Equal(["/desks All desks", "/lamps All lamps", "/desks All desks", "/lamps All lamps"], await PageViews.OfAsync(visit, 4));
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.stillThisDocument"));
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_streams_is_counted_once(bool first)
    {
        Slow.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var visit = await OpenAsync(first ? "slow" : "lamps", wait: !first);
        if (!first)
        {
            await visit.Page.ClickAsync("#to-slow");
        }

        await visit.Page.Locator("#slow", new() { HasText = "coming" }).WaitForAsync();
        Slow.Gate.SetResult();
        await visit.Page.Locator("#slow", new() { HasText = "here" }).WaitForAsync();

        var seen = (await PageViews.OfAsync(visit, first ? 1 : 2)).Select(each => each.Split(' ')[0]);
        Assert.Equal(first ? ["/slow"] : ["/lamps", "/slow"], seen);
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Fact]
    public async Task An_interactive_page_is_counted_once_and_its_own_component_writes_nothing()
    {
        await using var visit = await OpenAsync();

        await visit.Page.ClickAsync("#to-live");
        await visit.Page.Locator("#live").WaitForAsync();
        await GoAsync(visit, "#to-desks", "Desks");

        var seen = (await PageViews.OfAsync(visit, 3)).Select(each => each.Split(' ')[0]);
        Assert.Equal(["/lamps", "/live", "/desks"], seen);
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Only_in_Development_an_interactive_page_says_where_the_component_belongs(string environment, bool said)
    {
        await using var visit = await OpenAsync("live", environment);
        await visit.Page.Locator("#live").WaitForAsync();

        var html = await visit.Page.Locator("#none").InnerHTMLAsync();

        Assert.Equal(said, html.Contains("Write it in the head of App.razor.", StringComparison.Ordinal));
        Assert.DoesNotContain("script", html, StringComparison.Ordinal);
    }

    // The head of a page that streams is written twice.
    [Fact]
    public async Task In_the_head_of_a_page_that_streams_it_runs_once()
    {
        await using var visit = await OpenAsync("own-head");
        await visit.Page.Locator("#own-head", new() { HasText = "here" }).WaitForAsync();

        Assert.Equal(["/own-head"], (await PageViews.OfAsync(visit, 1)).Select(each => each.Split(' ')[0]));
        Assert.Single(visit.Browser.Requests, url => url.AbsolutePath == "/k3fw/static/array.js");
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Fact]
    public async Task A_page_that_says_how_to_count_is_counted_by_posthog_js_alone()
    {
        await using var visit = await RecipeVisit.OpenAsync(builder =>
        {
            var app = Make(builder);
            app.MapGet("/own", (HttpContext context) => new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<OwnCounting>());
            return app;
        }, at: "own");
        await visit.Page.WaitForFunctionAsync("() => posthog.__loaded");

        await visit.Page.EvaluateAsync("history.pushState({}, '', '/own/more')");

        Assert.Empty(await PageViews.OfAsync(visit, 0));
    }

    private static Task<RecipeVisit> OpenAsync(string path = "lamps", string environment = "Production", bool wait = true) =>
        RecipeVisit.OpenAsync(Make, at: path, commitOnly: !wait, environment: environment);

    private static WebApplication Make(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Items[Strict.Item] = nonce;
            context.Response.Headers.ContentSecurityPolicy = $"default-src 'self'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; connect-src 'self' ws: http://localhost:*; img-src data:";
            return next(context);
        });
        app.UseAntiforgery();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
        app.MapGet("/_framework/blazor.web.js", () => Results.File(Path.Combine(AppContext.BaseDirectory, "blazor.web.js"), "text/javascript"));
        app.MapGet("/plain", (HttpContext context) => Results.Content(
            $"<!DOCTYPE html><title>Plain</title><link rel=\"icon\" href=\"data:,\">{PostHogSnippet.Create(context, snippet => (snippet.Token, snippet.Nonce) = (SnippetPage.Token, (string?)context.Items[Strict.Item]))}<h1>Plain</h1>",
            "text/html"));
        app.MapGet("/away", (HttpRequest request) => Results.Redirect(Leave.Elsewhere(request)));
        app.MapGet("/elsewhere", () => Results.Content("<link rel=\"icon\" href=\"data:,\"><h1>Elsewhere</h1>", "text/html"));
        app.MapRazorComponents<Strict>().AddInteractiveServerRenderMode();
        return app;
    }

    private static async Task GoAsync(RecipeVisit visit, string press, string heading)
    {
        await visit.Page.ClickAsync(press);
        await HeadingAsync(visit, heading);
    }

    private static Task HeadingAsync(RecipeVisit visit, string heading) => visit.Page.Locator("h1", new() { HasText = heading }).WaitForAsync();
}
