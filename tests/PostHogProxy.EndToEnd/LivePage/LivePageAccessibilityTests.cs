using Microsoft.Playwright;
using PostHogProxy.EndToEnd.Blocking;

namespace PostHogProxy.EndToEnd.LivePage;

/// <summary>axe-core finds nothing that keeps a person from using the page, in light and dark, with data and empty; and the keyboard reaches all of it.</summary>
public sealed class LivePageAccessibilityTests
{
    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Axe_finds_nothing_serious(ColorScheme scheme, bool hasData)
    {
        await using var app = await PagedApp.StartAsync(outbox: hasData, scheme: scheme);
        if (hasData)
        {
            using var script = await app.GetAsync("/k3fw/static/array.js");
            using var refused = await app.GetAsync("/k3fw/api/projects/1");
            await app.SendAsync("checkout completed", times: 30);
            await BuriedLetter.BuryAsync(app, "refused");
            await app.Page.Locator("details summary").ClickAsync();
        }
        else
        {
            await app.OpenPageAsync();
            await Assertions.Expect(app.Page.Locator("#headline")).ToHaveTextAsync("Nothing yet. Open a page of your app");
        }

        Assert.Equal("[]", await AxeAsync(app.Page));
    }

    [Fact]
    public async Task Axe_does_find_what_is_wrong()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        await app.Page.EvaluateAsync("() => { document.documentElement.removeAttribute('lang'); document.getElementById('headline').style.color = '#eee'; }");

        Assert.Contains("html-has-lang", await AxeAsync(app.Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keyboard_reaches_the_buttons_and_keeps_its_place_while_figures_change()
    {
        await using var app = await PagedApp.StartAsync(outbox: true);
        await BuriedLetter.BuryAsync(app, "refused");
        var retry = app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" });
        for (var step = 0; step < 20 && !await retry.EvaluateAsync<bool>("button => button === document.activeElement"); step++)
        {
            await app.Page.Keyboard.PressAsync("Tab");
        }

        await Assertions.Expect(retry).ToBeFocusedAsync();
        app.Status = 0;
        await app.SendAsync("another");
        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("another");
        await Assertions.Expect(retry).ToBeFocusedAsync();

        await app.Page.Keyboard.PressAsync("Enter");
        await app.ArrivesAsync("refused");
    }

    // What is serious or critical: the rule, and where.
    private static async Task<string> AxeAsync(IPage page)
    {
        var folder = ClientPage.Browsers;
        await folder.InstallAsync();
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(folder.Path, "node_modules", "axe-core", "axe.min.js")));
        return await page.EvaluateAsync<string>(
            """
            async () => JSON.stringify((await axe.run(document)).violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join('; ')}`))
            """);
    }
}
