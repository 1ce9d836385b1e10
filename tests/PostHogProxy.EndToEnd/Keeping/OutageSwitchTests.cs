using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd.Keeping;

/// <summary>The demo shop with its outbox: PostHog goes down in the panel, the visitor shops on, and all of it arrives.</summary>
public sealed class OutageSwitchTests
{
    // Set to write docs/images/outbox.png anew.
    private const string Picture = "POSTHOGPROXY_PICTURES";

    [Fact]
    public async Task What_a_visitor_does_while_PostHog_is_down_is_kept_and_arrives_with_its_own_time()
    {
        await using var visit = await Visit.BeginAsync(outbox: true);
        var page = visit.Page;
        var state = page.GetByTestId("outage-state");
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("ridge-mug");
        await visit.EventAsync("added to basket");
        await Assertions.Expect(state).ToHaveTextAsync("PostHog is up. The outbox is empty.");

        await page.GetByTestId("outage-switch").ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("PostHog is down.");
        var before = visit.Journal.Events.Count;
        await visit.AddToBasketAsync("oak-stool");
        await page.Locator("#sign-in").ClickAsync();
        await visit.AddToBasketAsync("dome-lamp");
        await page.Locator("#checkout").ClickAsync();
        await Assertions.Expect(page.Locator("#panel-outage[data-kept='0']")).ToHaveCountAsync(0);

        // Everything captured is either kept by now or about to be: the browser has an answer to each.
        await page.WaitForFunctionAsync("() => Number(document.getElementById('panel-outage').dataset.kept) >= 3");
        await CapturedInBrowser.NothingUnderWayAsync(page);
        Assert.DoesNotContain(visit.Journal.Events.Skip(before), captured => captured.Event != "$snapshot" && captured.Time > DateTimeOffset.UtcNow);
        await PictureAsync(visit, "outbox-down");

        var captured = await CapturedInBrowser.ReadAsync(page);
        await page.GetByTestId("outage-switch").ClickAsync();
        foreach (var (name, uuid) in captured)
        {
            await visit.EventAsync($"{name} {uuid}", arrived => arrived.Uuid == uuid);
        }

        await Assertions.Expect(state).ToHaveTextAsync("PostHog is up. The outbox is empty.");
        await PictureAsync(visit, "outbox");
        var order = visit.Journal.Events.Where(one => one.Event is "added to basket" or "checkout completed").OrderBy(one => one.Time).Select(one => one.Event).ToList();
        Assert.Equal(["added to basket", "added to basket", "added to basket", "checkout completed"], order);
    }

    private static async Task PictureAsync(Visit visit, string name)
    {
        if (Environment.GetEnvironmentVariable(Picture) is { Length: > 0 } folder)
        {
            await visit.Page.WaitForTimeoutAsync(500);
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
