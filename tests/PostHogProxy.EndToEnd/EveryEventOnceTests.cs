namespace PostHogProxy.EndToEnd;

public sealed class EveryEventOnceTests
{
    private static readonly string[] Kinds =
    [
        "$pageview", "$autocapture", "$identify", "signed in", "added to basket", "checkout completed", "$exception", "$pageleave",
        "product searched", "product viewed", "$snapshot", "$feature_flag_called",
    ];

    [Fact]
    public async Task Every_event_captured_in_the_browser_arrives_exactly_once_and_nothing_else_does()
    {
        await using var visit = await Visit.BeginAsync();
        var page = visit.Page;
        await page.Locator("#sign-in").ClickAsync();
        await page.GetByTestId("add-ridge-mug").ClickAsync();
        await page.GetByTestId("add-oak-stool").ClickAsync();
        await visit.EventAsync("$snapshot");
        await page.Locator("#checkout").ClickAsync();
        await page.Locator("#report-problem").ClickAsync();
        await page.ReloadAsync();
        await page.Locator("#search").FillAsync("wool");
        await page.Locator("#search-submit").ClickAsync();
        await page.GetByTestId("view-wool-throw").ClickAsync();
        await page.GotoAsync(new Uri(visit.Address, "/demo/requests").ToString());

        var captured = await CapturedInBrowser.ReadAsync(page);
        foreach (var (name, uuid) in captured)
        {
            await visit.EventAsync($"{name} {uuid}", arrived => arrived.Uuid == uuid);
        }

        // A later visit: whatever would have come a second time at once is there when its event is.
        await visit.OpenAsync();
        await page.GetByTestId("add-dome-lamp").ClickAsync();
        await visit.EventAsync("the dome lamp", arrived => arrived.Event == "added to basket" && arrived.Body.ToString().Contains("dome-lamp", StringComparison.Ordinal));
        captured = await CapturedInBrowser.ReadAsync(page);

        var arrivals = visit.Journal.Events.GroupBy(arrived => arrived.Uuid!).ToDictionary(group => group.Key, group => group.Count());
        Assert.DoesNotContain(arrivals, arrival => arrival.Value != 1);
        Assert.Empty(arrivals.Keys.Except(captured.Select(one => one.Uuid)));
        Assert.Equal(captured.Count, captured.DistinctBy(one => one.Uuid).Count());
        Assert.Empty(Kinds.Except(captured.Select(one => one.Event)));
    }
}
