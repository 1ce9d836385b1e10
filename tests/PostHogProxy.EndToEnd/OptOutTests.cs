namespace PostHogProxy.EndToEnd;

public sealed class OptOutTests
{
    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("shop.localhost", "e.shop.localhost")]
    public async Task After_opting_out_nothing_is_captured_until_the_visitor_opts_in_again(string shopHost, string? proxyHost)
    {
        await using var visit = await Visit.BeginAsync(shopHost, proxyHost);
        var page = visit.Page;
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("ridge-mug");
        await visit.EventAsync("added to basket");
        await visit.EventAsync("$snapshot");

        await page.EvaluateAsync("posthog.opt_out_capturing()");
        var before = await CapturedInBrowser.ReadAsync(page);
        await visit.AddToBasketAsync("oak-stool");
        await visit.AddToBasketAsync("dome-lamp");
        await visit.AddToBasketAsync("house-fern");

        // Leaving flushes what waits in the client; the choice outlives the page.
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => posthog.has_opted_out_capturing?.() === true");
        await page.GetByTestId("view-wool-throw").ClickAsync();
        await page.Locator("#product-close").ClickAsync();
        var meanwhile = await CapturedInBrowser.ReadAsync(page);

        await page.EvaluateAsync("posthog.opt_in_capturing()");
        await visit.AddToBasketAsync("slow-kettle");
        await visit.EventAsync("the slow kettle", captured => Concerns(captured.Body.ToString(), "slow-kettle"));

        Assert.Equal(before, meanwhile);
        Assert.DoesNotContain(visit.Journal.Events, captured =>
            captured.Event is "added to basket" or "product viewed"
            && !Concerns(captured.Body.ToString(), "ridge-mug") && !Concerns(captured.Body.ToString(), "slow-kettle"));
        Assert.Empty(visit.Journal.Events.Select(captured => captured.Uuid).Except((await CapturedInBrowser.ReadAsync(page)).Select(captured => captured.Uuid)));
    }

    private static bool Concerns(string body, string slug) => body.Contains($"\"product\":\"{slug}\"", StringComparison.Ordinal);
}
