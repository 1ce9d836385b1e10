using PostHogProxy.Package.Tests.Consumers;
using PostHogProxy.Recipes;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>A Blazor Web App with a WebAssembly client, from the package: each page is counted once, in every render mode.</summary>
[Collection(PackagedApps.Collection)]
public sealed class BlazorAppTests(GalleryApp gallery) : IClassFixture<GalleryApp>
{
    [Fact]
    public async Task Pages_of_every_render_mode_are_counted_once()
    {
        await using var visit = await PackagedApps.BehindAsync();
        await using var app = await StartAsync(visit);
        await visit.Page.GotoAsync(new Uri(app.Address, "/").ToString());
        await visit.Page.EvaluateAsync("window.stillThisDocument = true");

        foreach (var mode in new[] { "server", "webassembly", "auto" })
        {
            await visit.Page.ClickAsync("#to-" + mode);
            await visit.Page.Locator($"#{mode}[data-interactive=yes]").WaitForAsync();
        }

        await visit.Page.EvaluateAsync("history.back()");
        await visit.Page.Locator("#webassembly[data-interactive=yes]").WaitForAsync();
        await visit.Page.ClickAsync("#to-home");
        await visit.Page.Locator("#home").WaitForAsync();

        Assert.Equal(["/", "/server", "/webassembly", "/auto", "/webassembly", "/"], await PageViews.PathsAsync(visit, 6));
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.stillThisDocument"));
        Assert.Empty(PageViews.Complaints(visit));
    }

    [Theory]
    [InlineData("Server")]
    [InlineData("WebAssembly")]
    [InlineData("Auto")]
    public async Task An_interactive_router_counts_each_page_once(string mode)
    {
        await using var visit = await PackagedApps.BehindAsync();
        await using var app = await StartAsync(visit);
        await visit.Page.GotoAsync(new Uri(app.Address, "/?router=" + mode).ToString());
        await visit.Page.Locator("#home[data-interactive=yes]").WaitForAsync();
        await visit.Page.EvaluateAsync("window.stillThisDocument = true");

        await visit.Page.ClickAsync("#to-lamps");
        await visit.Page.Locator("#lamps").WaitForAsync();
        await visit.Page.ClickAsync("#to-part");
        await visit.Page.WaitForFunctionAsync("() => location.hash === '#part'");
        await visit.Page.ClickAsync("#to-home");
        await visit.Page.Locator("#home").WaitForAsync();
        await visit.Page.EvaluateAsync("history.back()");
        await visit.Page.Locator("#lamps").WaitForAsync();
        await visit.Page.EvaluateAsync("history.go(1)");
        await visit.Page.Locator("#home").WaitForAsync();

        Assert.Equal(["/", "/lamps", "/", "/lamps", "/"], await PageViews.PathsAsync(visit, 5));
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.stillThisDocument"));
        Assert.Empty(PageViews.Complaints(visit));
    }

    private Task<RunningApp> StartAsync(RecipeVisit visit) =>
        RunningApp.StartAsync(gallery.Workspace.PathOf("Gallery/Gallery/bin/Debug/net10.0"), "Gallery.dll", visit.Address.TrimEnd('/'));
}
