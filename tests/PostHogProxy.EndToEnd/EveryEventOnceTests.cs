namespace PostHogProxy.EndToEnd;

public sealed class EveryEventOnceTests
{
    private static readonly string[] Kinds =
    [
        "$pageview", "$autocapture", "$identify", "signed in", "added to basket", "checkout completed", "$exception", "$pageleave",
        "product searched", "product viewed", "$feature_flag_called",
    ];

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("shop.localhost", "e.shop.localhost")]
    public async Task Every_event_of_a_visit_over_several_pages_arrives_exactly_once_and_nothing_else_does(string shopHost, string? proxyHost)
    {
        await using var visit = await Visit.BeginAsync(shopHost, proxyHost);
        var page = visit.Page;
        await visit.RecorderStartedAsync();
        await page.Locator("#sign-in").ClickAsync();
        await visit.AddToBasketAsync("ridge-mug");
        await visit.AddToBasketAsync("oak-stool");
        await page.Locator("#checkout").ClickAsync();
        await page.Locator("#report-problem").ClickAsync();
        await EverythingArrivedAsync(visit);
        await page.ReloadAsync();
        var before = (await CapturedInBrowser.ReadAsync(page)).Count;
        await visit.RecorderStartedAsync();
        await page.Locator("#search").FillAsync("wool");
        await page.Locator("#search-submit").ClickAsync();
        await page.GetByTestId("view-wool-throw").ClickAsync();
        await EverythingArrivedAsync(visit, before);
        await visit.LeaveAsync();
        foreach (var (name, uuid) in (await CapturedInBrowser.ReadAsync(page)).Where(one => one.Event != "$snapshot"))
        {
            await visit.EventAsync($"{name} {uuid}", arrived => arrived.Uuid == uuid);
        }

        var captured = await AssertOnceAsync(visit);
        Assert.Empty(Kinds.Except(captured.Select(one => one.Event)));
    }

    [Fact]
    public async Task Every_part_of_a_recording_arrives_exactly_once_while_the_page_stays()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("ridge-mug");
        await visit.EventAsync("$snapshot");
        await visit.AddToBasketAsync("oak-stool");
        await visit.EventAsync("a second part", part => part.Event == "$snapshot" && part.Uuid != FirstPart(visit));

        await EverythingArrivedAsync(visit);

        await AssertOnceAsync(visit);
    }

    private static string? FirstPart(Visit visit) => visit.Journal.Events.First(captured => captured.Event == "$snapshot").Uuid;

    /// <summary>
    /// A page must be left in peace, or posthog-js itself loses and doubles: a recording it is packing in the background goes
    /// with the page, and what it has no answer to yet it sends again as a beacon. For the same reason the last part of a
    /// recording, which is made while the page goes away, is not asked for.
    /// </summary>
    private static async Task EverythingArrivedAsync(Visit visit, int beforeThisPage = 0)
    {
        foreach (var (name, uuid) in (await CapturedInBrowser.ReadAsync(visit.Page)).Skip(beforeThisPage))
        {
            await visit.EventAsync($"{name} {uuid}", arrived => arrived.Uuid == uuid);
        }

        await CapturedInBrowser.NothingUnderWayAsync(visit.Page);
    }

    /// <summary>Nothing twice, and nothing that the browser, asked afterwards, does not know.</summary>
    private static async Task<IReadOnlyList<CapturedInBrowser>> AssertOnceAsync(Visit visit)
    {
        var arrived = visit.Journal.Events.Select(one => (one.Event, one.Uuid!)).ToList();
        var captured = await CapturedInBrowser.ReadAsync(visit.Page);
        Assert.Equal(arrived.Distinct(), arrived);
        Assert.Equal(captured.Distinct(), captured);
        Assert.Empty(arrived.Except(captured.Select(one => (one.Event, one.Uuid))));
        return captured;
    }
}
